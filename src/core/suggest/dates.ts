/** Ways to write a day or a time, as strptime knows them, and what their values look like; ISO 8601 is first. */
export const dateFormats: readonly {
  readonly format: string
  readonly said: string
  readonly shape: RegExp
  readonly time: boolean
}[] = [
  { format: '%Y-%m-%d', said: '2024-12-31', shape: /^9999-99?-99?$/, time: false },
  { format: '%d.%m.%Y', said: '31.12.2024', shape: /^99?\.99?\.9999$/, time: false },
  { format: '%d/%m/%Y', said: '31/12/2024', shape: /^99?\/99?\/9999$/, time: false },
  { format: '%m/%d/%Y', said: '12/31/2024', shape: /^99?\/99?\/9999$/, time: false },
  { format: '%d-%m-%Y', said: '31-12-2024', shape: /^99?-99?-9999$/, time: false },
  { format: '%Y/%m/%d', said: '2024/12/31', shape: /^9999\/99?\/99?$/, time: false },
  { format: '%Y%m%d', said: '20241231', shape: /^99999999$/, time: false },
  { format: '%d %b %Y', said: '31 Dec 2024', shape: /^99? Aaa 9999$/, time: false },
  { format: '%Y-%m-%d %H:%M:%S', said: '2024-12-31 23:59:59', shape: /^9999-99-99 99:99:99$/, time: true },
  { format: '%d.%m.%Y %H:%M', said: '31.12.2024 23:59', shape: /^99?\.99?\.9999 99?:99$/, time: true },
  { format: '%d/%m/%Y %H:%M', said: '31/12/2024 23:59', shape: /^99?\/99?\/9999 99?:99$/, time: true },
  { format: '%m/%d/%Y %H:%M', said: '12/31/2024 23:59', shape: /^99?\/99?\/9999 99?:99$/, time: true },
]
