import { csv, pad, seeded } from './random.ts'

const places = [
  ['10115', 'Berlin', 'Berlin'],
  ['14467', 'Potsdam', 'Brandenburg'],
  ['20095', 'Hamburg', 'Hamburg'],
  ['28195', 'Bremen', 'Bremen'],
  ['30159', 'Hannover', 'Lower Saxony'],
  ['38100', 'Braunschweig', 'Lower Saxony'],
  ['50667', 'Cologne', 'Rhineland'],
  ['53111', 'Bonn', 'Rhineland'],
  ['70173', 'Stuttgart', 'Swabia'],
  ['80331', 'Munich', 'Bavaria'],
] as const
const services = [
  ['CARD', 'cardiology'],
  ['DERM', 'dermatology'],
  ['EMER', 'emergency care'],
  ['GYNE', 'gynaecology'],
  ['NEUR', 'neurology'],
  ['ONCO', 'oncology'],
  ['ORTH', 'orthopaedics'],
  ['PAED', 'paediatrics'],
  ['RADI', 'radiology'],
  ['SURG', 'surgery'],
  ['UROL', 'urology'],
] as const
const saints = ['Anna', 'Barbara', 'Elisabeth', 'Georg', 'Hedwig', 'Josef', 'Lukas', 'Maria', 'Rochus', 'Vincent']
const streets = ['Lindenstrasse', 'Am Markt', 'Hauptstrasse', 'Parkallee', 'Bergweg']
const clinicCount = 60

interface Line {
  entry: number
  clinic: string
  name: string
  street: string
  zip: string
  city: string
  county: string
  phone: string
  service: string | null
  service_name: string
  beds: number
  opened: string
  inspected: string | null
  valid_until: string
}

type Rule =
  | 'key'
  | 'same_row'
  | 'clinic_once'
  | 'phone'
  | 'place'
  | 'service_name'
  | 'service'
  | 'licence'
  | 'dates'
  | 'entries'
  | 'no_entry_lost'

const rejecting: ReadonlySet<Rule> = new Set(['key', 'clinic_once', 'service_name', 'service', 'licence', 'dates'])

const day = (year: number, month: number, of: number) => `${year}-${pad(month)}-${pad(of)}`

/** A letter of a text struck over, as by a slip of the finger. */
const slip = (text: string, at: number) => `${text.slice(0, at)}x${text.slice(at + 1)}`

/** What stands in the place of a day before the clinic was opened. */
const dateOf = ({ inspected, opened }: Line): Partial<Line> =>
  inspected !== null && inspected < opened ? { inspected: '2023-06-15' } : { valid_until: '2026-06-15' }

/** The corrections of lines, as they are kept beside the flow. */
const patchesOf = (corrections: ReadonlyMap<{ readonly line: Line }, Partial<Line>>): string => {
  const patches = [...corrections].map(([{ line }, set]) => ({
    node: 'check',
    port: 'in',
    key: { entry: String(line.entry) },
    was: Object.fromEntries(Object.keys(set).map(name => [name, line[name as keyof Line]])),
    set,
    note: 'as in the paper file',
    at: '2024-02-05T09:30:00.000Z',
  }))
  return `${JSON.stringify({ weir: 1, patches }, null, 2)}\n`
}

/**
 * A register of clinics, one line for each service of each: what a clinic has but once stands in each of its lines. Each fault is put
 * into a line that has none, so that it is known without running Weir which rules that line breaks.
 */
export const clinics = (): { data: Record<string, string>; expected: unknown } => {
  const random = seeded(20240202)
  const failed: Record<Rule, number> = {
    key: 0,
    same_row: 0,
    clinic_once: 0,
    phone: 0,
    place: 0,
    service_name: 0,
    service: 0,
    licence: 0,
    dates: 0,
    entries: 0,
    no_entry_lost: 0,
  }
  const register: { line: Line; broken: Set<Rule> }[] = []
  const licences: (string | number)[][] = []
  for (let c = 0; c < clinicCount; c++) {
    const [zip, city, county] = places[c % places.length]!
    const clinic = `C${pad(c + 1, 3)}`
    const name = `St. ${saints[Math.floor(c / 6)]} ${['Hospital', 'Clinic'][c % 2]} ${city}`
    const street = `${random.pick(streets)} ${1 + random.below(90)}`
    const phone = `+49${300_000_000 + random.below(600_000_000)}`
    const opened = day(1950 + random.below(60), 1 + random.below(12), 1 + random.below(28))
    for (const [service, service_name] of services) {
      const beds = 4 + random.below(60)
      const inspected = random.chance(0.1) ? null : day(2023, 1 + random.below(12), 1 + random.below(28))
      const valid_until = day(2025 + random.below(3), 1 + random.below(12), 1 + random.below(28))
      const line = { entry: 0, clinic, name, street, zip, city, county, phone, service, service_name, beds }
      register.push({ line: { ...line, opened, inspected, valid_until }, broken: new Set() })
      licences.push([clinic, service, beds])
    }
  }
  const hurt = new Set<number>()
  /** So many lines without a fault, no two of the same clinic and none beside another, so that each is outvoted in its group. */
  const without = (count: number, minimum = 0): readonly number[] => {
    const found: number[] = []
    const seen = new Set<string>()
    while (found.length < count) {
      const at = minimum + random.below(register.length - minimum - 1)
      const { clinic } = register[at]!.line
      if ([at - 1, at, at + 1].some(each => hurt.has(each)) || seen.has(clinic)) continue
      seen.add(clinic)
      hurt.add(at)
      found.push(at)
    }
    return found
  }
  const breaks = (at: number, ...rules: readonly Rule[]) => {
    for (const rule of rules) register[at]!.broken.add(rule)
  }
  for (const [column, count] of [
    ['name', 9],
    ['street', 8],
    ['zip', 7],
  ] as const)
    for (const at of without(count)) {
      const { line } = register[at]!
      line[column] = slip(line[column], 1 + random.below(4))
      breaks(at, 'clinic_once')
    }
  for (const at of without(8)) {
    register[at]!.line.phone = slip(register[at]!.line.phone, 5)
    breaks(at, 'phone')
  }
  for (const column of ['city', 'county'] as const)
    for (const at of without(8)) {
      register[at]!.line[column] = slip(register[at]!.line[column], 2)
      breaks(at, 'place')
    }
  for (const at of without(9)) {
    register[at]!.line.service_name = slip(register[at]!.line.service_name, 3)
    breaks(at, 'service_name')
  }
  for (const at of without(6)) {
    register[at]!.line.service = slip(register[at]!.line.service!, 2)
    // a service of that code has no licence either
    breaks(at, 'service', 'licence')
  }
  for (const at of without(5)) {
    register[at]!.line.service = null
    breaks(at, 'key')
  }
  for (const at of without(7)) {
    register[at]!.line.beds += random.pick([-3, 3, 12])
    breaks(at, 'licence')
  }
  for (const at of without(7)) register[at]!.line.beds += random.pick([-2, -1, 1, 2])
  const unlicensed = new Set(without(5))
  for (const at of unlicensed) breaks(at, 'licence')
  for (const at of without(9)) {
    const { line } = register[at]!
    if (random.chance(0.5)) line.inspected = day(1949, 5, 1 + random.below(28))
    else line.valid_until = day(1948, 3, 1 + random.below(28))
    breaks(at, 'dates')
  }
  const swapped = without(4, 1)
  for (const at of swapped) breaks(at, 'entries')
  const after = without(5, 2)
  for (const at of after) breaks(at, 'no_entry_lost')
  const twice = new Set(without(6))
  const copies = new Set(without(5))
  let entry = 1000
  const rows = register.flatMap((each, at) => {
    entry += after.includes(at) ? 3 : 1
    each.line.entry = entry
    if (twice.has(at)) {
      breaks(at, 'key', 'same_row')
      return [each, { line: { ...each.line }, broken: new Set(each.broken) }]
    }
    if (copies.has(at)) {
      breaks(at, 'key')
      return [each, { line: { ...each.line, beds: each.line.beds + 5 }, broken: new Set<Rule>(['key', 'licence']) }]
    }
    return [each]
  })
  for (const at of swapped) {
    const here = register[at]!.line
    const before = register[at - 1]!.line
    ;[here.entry, before.entry] = [before.entry, here.entry]
  }
  const wrongDates = rows.filter(({ broken }) => broken.size === 1 && broken.has('dates')).slice(0, 3)
  const corrections = new Map(wrongDates.map(row => [row, dateOf(row.line)]))
  for (const row of rows) for (const rule of corrections.has(row) ? [] : row.broken) failed[rule]++
  const good = rows.filter(row => corrections.has(row) || ![...row.broken].some(rule => rejecting.has(rule)))
  const header = Object.keys(register[0]!.line) as (keyof Line)[]
  const cells = ({ line }: { readonly line: Line }) => header.map(name => line[name])
  const corrected = (row: (typeof rows)[number]) => cells({ line: { ...row.line, ...corrections.get(row) } })
  return {
    data: {
      'data/register.csv': csv(header, rows.map(cells)),
      'data/services.csv': csv(['code', 'name'], services),
      'data/licences.csv': csv(
        ['clinic', 'service', 'beds'],
        licences.filter((_, at) => !unlicensed.has(at)),
      ),
      'clinics.patches.json': patchesOf(corrections),
      'expected/good.csv': csv(header, good.map(corrected)),
    },
    expected: {
      sinks: { good: good.length, mend: rows.length - good.length, held: rows.length - good.length },
      ports: {
        'register.out': rows.length,
        'check.pass': good.length,
        'check.reject': rows.length - good.length,
      },
      rules: { check: { ...failed, all_clinics: 0 } },
    },
  }
}
