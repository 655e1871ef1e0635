// Style sheets are imported as text. The build minifies and inlines them.
declare module '*.css' {
  const text: string;
  export default text;
}

/** The file name of the part for pointer and keyboard, without its ending. The build inserts it. */
declare const INTERACTION_PART: string;
