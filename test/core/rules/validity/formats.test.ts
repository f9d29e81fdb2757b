import { describe, expect, it } from 'vitest'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { misjudged } from '../column.ts'

const { session } = databaseOfTests()

const samples: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
  url: {
    good: [
      'http://example.org',
      'HTTPS://Example.org:8080/a/b?c=d&e=f#g',
      'ftp://user:secret@host.example/file.txt',
      'http://127.0.0.1/',
      'http://[2001:db8::1]:80/x',
      'https://localhost?q',
    ],
    bad: [
      '',
      'example.org',
      'http:/example.org',
      'http://',
      'mailto:a@b.c',
      'http://a b.org',
      'http://-a.org',
      'http://a.org/ b',
      'https://a.org:x',
    ],
  },
  uuid: {
    good: ['123e4567-e89b-12d3-a456-426614174000', '123E4567-E89B-12D3-A456-426614174000'],
    bad: [
      '',
      '123e4567e89b12d3a456426614174000',
      '123e4567-e89b-12d3-a456-42661417400',
      '{123e4567-e89b-12d3-a456-426614174000}',
      'g23e4567-e89b-12d3-a456-426614174000',
    ],
  },
  ipv4: {
    good: ['0.0.0.0', '255.255.255.255', '192.168.1.10'],
    bad: ['', '256.1.1.1', '1.2.3', '1.2.3.4.5', '01.2.3.4', '1.2.3.4 ', 'a.b.c.d'],
  },
  ipv6: {
    good: [
      '::',
      '::1',
      '1::',
      '2001:db8::8a2e:370:7334',
      '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
      '::ffff:192.0.2.1',
      '1:2:3:4:5:6:1.2.3.4',
      '1::1.2.3.4',
      '1:2:3:4:5:6:7::',
    ],
    bad: [
      '',
      ':',
      ':::',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1::2::3',
      'g::',
      '12345::',
      '1:2:3:4:5:6:7:8::',
      '::1.2.3',
      'fe80::1%eth0',
    ],
  },
  iban: {
    good: [
      'DE89370400440532013000',
      'DE89 3704 0044 0532 0130 00',
      'GB29NWBK60161331926819',
      'FR1420041010050500013M02606',
      'NO9386011117947',
      'MT84MALT011000012345MTLCAST001S',
      'BR1800360305000010009795493C1',
      'NL91ABNA0417164300',
      'CH9300762011623852957',
    ],
    bad: [
      '',
      'DE88370400440532013000',
      'DE8937040044053201300',
      'XX89370400440532013000',
      'de89370400440532013000',
      'GB29NWBK60161331926818',
      'DE89370400440532013O00',
      'DE89-3704-0044-0532-0130-00',
    ],
  },
  card: {
    good: [
      '4111111111111111',
      '4111 1111 1111 1111',
      '4111-1111-1111-1111',
      '378282246310005',
      '5555555555554444',
      '4222222222222',
      '6304000000000000000',
    ],
    bad: [
      '',
      '4111111111111112',
      '411111111111',
      '0',
      '4111  1111 1111 1111',
      '4111.1111.1111.1111',
      '41111111111111111111',
      'card 4111111111111111',
    ],
  },
  isbn: {
    good: ['9780306406157', '978-0-306-40615-7', '0306406152', '0-306-40615-2', '080442957X', '979 10 90636 07 1'],
    bad: ['', '9780306406158', '0306406153', '0804429570', '9770306406157', '080442957x', '978030640615', 'X804429570'],
  },
  phone: {
    good: ['+493012345678', '+49 30 1234-5678', '+1 (555) 123.4567', '+358 9 1234567'],
    bad: ['', '030 12345678', '+0 30 12345678', '+49 12', '+49 30 12345678901234', '+49 30 1234 x5', '00493012345678'],
  },
  date: {
    good: ['2024-02-29', '0001-01-01', '9999-12-31'],
    bad: [
      '',
      '2023-02-29',
      '2024-13-01',
      '2024-2-9',
      '20240229',
      '2024-02-29T10:00',
      ' 2024-02-29',
      '29.02.2024',
      'infinity',
      '2024-02-29 (BC)',
    ],
  },
  datetime: {
    good: [
      '2024-02-29T12:30',
      '2024-02-29 12:30:59',
      '2024-02-29T12:30:59.123456Z',
      '2024-02-29T23:59:59+02:00',
      '2024-02-29T00:00-0530',
    ],
    bad: [
      '',
      '2024-02-29',
      '2023-02-29T12:30',
      '2024-02-29T24:00',
      '2024-02-29T12:60',
      '2024-02-29T12',
      '2024-02-29T12:30 Z',
      'now',
    ],
  },
  json: {
    good: ['{}', '{"a": ",]", "b": "NaN \\", inf"}', '[1, 2, {"a": null}]', '"x"', '1', 'null', ' true '],
    bad: ['', '{', '{"a":1,}', '[1, ]', '[NaN]', '{"a":-Infinity}', '/* a */ 1', "{'a': 1}", 'x', '1 2'],
  },
  hex: { good: ['0', 'ff', 'DEADbeef'], bad: ['', '0x1F', 'fg', 'f f'] },
  base64: {
    good: ['TQ==', 'TWE=', 'TWFu', 'TWFuTQ==', '+/+/'],
    bad: ['', 'TQ', 'TQ=', 'TWFu=', 'T===', 'TW-_', 'TWFu\n'],
  },
  hostname: {
    good: ['localhost', 'example.org', 'a-b.c1.example', 'xn--mnchen-3ya.de', '1.example', `${'a'.repeat(63)}.org`],
    bad: [
      '',
      '-a.org',
      'a-.org',
      'a..b',
      'a_b.org',
      '1.2.3.4',
      `${'a'.repeat(64)}.org`,
      `${'abcdefg.'.repeat(31)}abcdefgh`,
      'example.org.',
      'münchen.de',
    ],
  },
  latitude: {
    good: ['0', '-90', '90.0', '+52.5200', '7.'],
    bad: ['', '90.0001', '-91', '1e1', 'x', '52,5', ' 5', 'nan', '52.5N'],
  },
  longitude: { good: ['0', '-180', '180.0', '13.4050'], bad: ['', '180.1', '-181', '200', 'inf'] },
  country: { good: ['DE', 'DEU', 'AX', 'ZWE'], bad: ['', 'de', 'XX', 'XXX', 'D', 'DE ', 'UK', 'Germany'] },
  currency: { good: ['EUR', 'USD', 'JPY'], bad: ['', 'eur', 'EU', 'ABC', 'DEM', '€'] },
  language: { good: ['de', 'en', 'deu', 'zul'], bad: ['', 'DE', 'xx', 'en-US', 'german'] },
}

describe('the format', () => {
  it.each(Object.entries(samples))(
    '%s tells what has it from what has not, and judges no null',
    async (format, sample) => {
      expect(await misjudged(session(), { kind: 'format', format }, { ...sample, skipped: [null] })).toEqual([])
    },
  )

  it.each([
    ['latitude', 'DOUBLE', { good: [90, -90], bad: ['90.5', 'nan'], skipped: [null] }],
    ['card', 'BIGINT', { good: ['4111111111111111'], bad: [12, -1], skipped: [null] }],
    ['date', 'DATE', { good: ['2024-02-29'] }],
    ['date', 'TIMESTAMP', { bad: ['2024-02-29 10:00:00'] }],
    ['datetime', 'TIMESTAMP', { good: ['2024-02-29 10:00:00'] }],
    ['datetime', 'DATE', { bad: ['2024-02-29'] }],
    ['json', 'INTEGER[]', { good: ['[1, 2]', '[]'], skipped: [null] }],
    ['json', 'JSON', { good: ['{"a": 1}'], skipped: [null] }],
    ['uuid', 'UUID', { good: ['123e4567-e89b-12d3-a456-426614174000'] }],
    ['hex', 'DECIMAL(4,1)', { bad: ['1.5'] }],
  ])('%s of the type %s is judged by its text', async (format, type, expected) => {
    expect(await misjudged(session(), { kind: 'format', format }, expected, type)).toEqual([])
  })
})
