/** Made by scripts/bundle.mjs. */
declare module '*?bundle' {
  const code: string;
  /** `sha256-…`: what names it in a Content-Security-Policy. */
  export const digest: string;
  export default code;
}

declare module '*?text' {
  const text: string;
  export const digest: string;
  export default text;
}
