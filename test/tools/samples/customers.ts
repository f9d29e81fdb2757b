import { csv, pad, seeded } from './random.ts'

const first = ['Ann', 'Bela', 'Chloé', 'Dirk', 'Elif', 'Femke', 'Giulia', 'Håkon', 'Ines', 'Jonas', 'Karin', 'Lea']
const last = ['Weber', 'Rossi', 'Larsen', 'Hughes', 'Vidal', 'de Vries', 'Martin', 'Nowak', 'Öz', "O'Brien", 'Silva']
const countries = ['DE', 'IT', 'NO', 'GB', 'ES', 'NL', 'FR', 'PL', 'TR', 'IE', 'PT']
const count = 2000

/** 2,000 customers; which rows are at fault, and why, is decided here, and so known without running Weir. */
export const customers = (): { data: Record<string, string>; expected: unknown } => {
  const random = seeded(20240101)
  const failed = { name: 0, email: 0, phone: 0, country: 0, birth: 0, id: 0, credit: 0 }
  let cells = 0
  let rejected = 0
  const rows: (string | number | null)[][] = []
  const good: (string | null)[][] = []
  const repeated = new Set([204, 205, 912, 913, 1500, 1501])
  for (let i = 0; i < count; i++) {
    const twin = repeated.has(i + 1)
    const id = twin ? (i % 2 === 1 ? i + 1 : i) + 10_000 : i + 10_000
    let bad = false
    const fault = (name: keyof typeof failed, rejects: boolean) => {
      failed[name]++
      bad ||= rejects
    }
    if (twin) fault('id', true)
    const [given, family] = [random.pick(first), random.pick(last)]
    let name: string | null = `${given} ${family}`
    const mailbox = `${given}.${family}${i}`.normalize('NFD').replace(/[^A-Za-z0-9.]/g, '')
    let email: string | null = `${mailbox}@example.${random.pick(['com', 'org', 'net'])}`
    const digits = `+${random.pick([49, 39, 47, 44, 34])}${100_000_000 + random.below(900_000_000)}`
    let phone: string | null = digits
    let cleanPhone: string | null = digits
    if (random.chance(0.012)) {
      name = random.pick([null, ' ', '   '])
      if (name === null) fault('name', true)
      else fault('name', true)
    }
    if (random.chance(0.03)) {
      email = random.pick([email.replace('@', '@@'), email.replace('@', ' at '), `${mailbox}@`, email.replace('@', '')])
      fault('email', true)
    } else if (random.chance(0.02)) email = null
    if (random.chance(0.03)) {
      phone = random.pick(['call after 5', '0', 'n/a', '+49'])
      cleanPhone = phone
      fault('phone', false)
    } else if (random.chance(0.5))
      phone = `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6, 9)}-${digits.slice(9)}`
    let country: string | null = random.pick(countries)
    if (random.chance(0.015)) {
      country = random.pick(['UK', 'Germany', 'XX'])
      fault('country', false)
    } else if (random.chance(0.3)) country = ` ${country.toLowerCase()}`
    const birth = `${1940 + random.below(65)}-${pad(1 + random.below(12))}-${pad(1 + random.below(28))}`
    let written: string | null = birth
    let storedBirth: string | null = birth
    const lot = random.below(100)
    if (lot === 0) {
      written = random.pick(['1990-02-30', 'unknown', '31.12.1980'])
      storedBirth = null
      cells++
    } else if (lot === 1) {
      written = `2${birth.slice(1)}`.replace(/^2(\d)/, '21')
      storedBirth = written
      fault('birth', true)
    }
    let credit: string | number = random.below(2_500_000) / 100
    if (random.chance(0.01)) {
      credit = -credit - 1
      fault('credit', true)
    }
    const mixed = email !== null && random.chance(0.2) ? ` ${email.toUpperCase()}` : email
    credit = credit.toFixed(2)
    rows.push([id, name, mixed, phone, country, written, credit])
    if (bad) rejected++
    else
      good.push([
        String(id),
        name?.trim() ?? null,
        email === null ? null : email.toLowerCase(),
        cleanPhone === null ? null : cleanPhone.replace(/[ -]/g, ''),
        country === null ? null : country.trim().toUpperCase(),
        storedBirth,
        credit,
      ])
  }
  const header = ['id', 'name', 'email', 'phone', 'country', 'birth_date', 'credit']
  return {
    data: { 'data/customers.csv': csv(header, rows), 'expected/good.csv': csv(header, good) },
    expected: {
      sinks: { good: count - rejected, bad: rejected },
      ports: { 'customers.out': count, 'check.pass': count - rejected, 'check.reject': rejected },
      rules: { check: failed },
      badCells: { customers: cells },
    },
  }
}
