/** The file itself, as a `data:` address; by Vite. */
declare module '*.woff?inline' {
  const address: string;
  export default address;
}
