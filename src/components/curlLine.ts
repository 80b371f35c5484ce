/**
 * The command that saves what an address has; in quotes, so that a shell takes the address for nothing else.
 * @param user whether the program wants to know who asks; curl then asks for the password
 */
export function curlLine(address: string, user = false): string {
  const url = withScheme(address);
  return `curl -fsS${user ? ' -u USER' : ''} -o ${fileName(url)} '${url.replaceAll("'", "'\\''")}'`;
}

/** As pprof reads an address: http where it names no scheme; a server alone means its CPU profile. */
function withScheme(address: string): string {
  const url = /^https?:\/\//i.test(address) ? address : `http://${address}`;
  return /^https?:\/\/[^/?#]*\/?$/i.test(url) ? `${url.replace(/\/$/, '')}/debug/pprof/profile?seconds=10` : url;
}

/** The last element of the path, if it is a plain word. */
function fileName(url: string): string {
  const [, last = 'profile'] = /^[^?#]*\/([a-z][a-z0-9_-]*)\/?(?:[?#]|$)/i.exec(url) ?? [];
  return /[?&]debug=/.test(url) ? `${last}.txt` : `${last}.pb.gz`;
}
