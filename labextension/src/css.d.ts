/** Style sheets are built into the widget as text. */
declare module '*.css' {
  const text: string;
  export default text;
}
