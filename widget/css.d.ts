// Style sheets are imported as text. The build minifies and inlines them.
declare module '*.css' {
  const text: string;
  export default text;
}

/** The name of the part for pointer and keyboard. The build inserts it. */
declare const HANDS: string;
