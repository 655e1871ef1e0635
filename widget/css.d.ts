// Style sheets come as text: the build minifies and inlines them.
declare module '*.css' {
  const text: string;
  export default text;
}
