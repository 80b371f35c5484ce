/** Made by scripts/bundle.mjs. */
declare module '*?bundle' {
  const code: string;
  export default code;
}
