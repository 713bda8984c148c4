import ipaddr from 'ipaddr.js';

const LOCAL_NAMES = /(^|\.)(localhost|local|internal)\.?$/i;

/**
 * Whether a URL may be somebody else's server: no credentials in it, no local name, no address of a private or special
 * range. A name may still resolve to such an address; who connects checks that again.
 */
export function isPublicUrl(text: string): boolean {
  const { hostname, username, password } = new URL(text);
  if (username || password || LOCAL_NAMES.test(hostname)) return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  return !ipaddr.isValid(host) || ipaddr.process(host).range() === 'unicast';
}
