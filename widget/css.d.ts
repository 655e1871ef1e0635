// Style sheets come as text: the build minifies and inlines them.
declare module '*.css' {
  const text: string;
  export default text;
}

/** The name of the part that answers a reader's hand: the build puts it in. */
declare const HANDS: string;
