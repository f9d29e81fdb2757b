import type { Preset } from '#core/node/kind.ts'

const url = String.raw`^(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@]*@)?(?P<host>[^/?#:]+)(?::(?P<port>[0-9]+))?(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?$`

/** Patterns that many people write anew. */
export const presets: readonly Preset[] = [
  {
    name: 'E-mail domain',
    settings: { pattern: '@(?P<domain>[^@\\s]+)$' },
    summary: 'Takes the domain out of e-mail addresses.',
    also: ['Domain of an address', 'Extract domain'],
  },
  {
    name: 'URL parts',
    settings: { pattern: url, types: { port: 'INTEGER' } },
    summary: 'Takes web addresses apart: scheme, host, port, path, query and fragment.',
    also: ['Parse URL', 'Uri.Parts', 'urlparse', 'URL Parser'],
  },
  {
    name: 'Digits of a text',
    settings: { pattern: '[0-9]+' },
    summary: 'Takes the first run of digits out of a text.',
    also: ['Extract numbers', 'Get digits'],
  },
]
