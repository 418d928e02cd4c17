// In which language a client wants to be told something, as the hub reads it (hub/http/languages.py): zh, en, or mul for both.
const KNOWN = ['zh', 'en', 'mul'];
const QUALITY = /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/;
const LAST = 1e-9; // the weight of what a client has not named, and not refused either

export function liked(header) {
  const weights = new Map();
  for (const part of (header ?? '').toLowerCase().split(',')) {
    const [name, ...parameters] = part.split(';').map(each => each.trim());
    const quality = parameters.find(each => each.startsWith('q='))?.slice(2) ?? '1';
    const primary = name.split('-')[0];
    if (primary) {
      weights.set(primary, Math.max(weights.get(primary) ?? 0, QUALITY.test(quality) ? Number(quality) : 0));
    }
  }
  const other = weights.get('*') ?? LAST;
  const here = [...weights].filter(([name]) => KNOWN.includes(name));
  const rest = ['zh', 'en'].filter(name => !weights.has(name)).map(name => [name, other]);
  const [name, weight] = [...here, ...rest].reduce((best, each) => each[1] > best[1] ? each : best);
  return weight > 0 ? name : 'zh';
}

// What a client asks for, as it wrote it: over a WebSocket perhaps in its connectionParams, since a browser's page sends no header.
export const asked = context => context?.connectionParams?.['Accept-Language'] ?? context?.connectionParams?.['accept-language']
  ?? context?.connectionParams?.acceptLanguage ?? context?.request?.headers.get('accept-language') ?? undefined;

export const languageOf = context => liked(String(asked(context) ?? ''));

// A message of two halves.
export const told = ({ zh, en }, language) => language === 'mul' ? zh + en : language === 'en' ? en : zh;
