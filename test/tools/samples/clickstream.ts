import { csv, pad, seeded } from './random.ts'

const pages = [
  ['/', 'home', 'browse'],
  ['/search', 'search', 'browse'],
  ['/item', 'item', 'browse'],
  ['/cart', 'cart', 'buy'],
  ['/pay', 'payment', 'buy'],
] as const

const iso = (seconds: number) => {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `2024-03-14 ${pad(h)}:${pad(m)}:${pad(s)}`
}

/** An hour and a half of page views, some sent twice, some at fault; the counts by five minutes are made by plain loops. */
export const clickstream = (): { data: Record<string, string>; expected: unknown } => {
  const random = seeded(99)
  const lines: string[] = []
  const windows = new Map<string, { events: number; users: Set<string> }>()
  let repeated = 0
  let withoutUser = 0
  let unknownPage = 0
  let unique = 0
  for (let i = 0; i < 6000; i++) {
    const second = 32_400 + random.below(5400)
    const user: string | null = random.chance(0.02) ? null : `u${random.below(300)}`
    const page = random.pick(pages)
    const path = random.chance(0.01) ? '/gone' : page[0]
    const event = {
      event_id: `e${pad(i, 5)}`,
      sent_at: iso(second),
      user,
      path,
      received: iso(second + random.below(30)),
    }
    lines.push(JSON.stringify(event))
    unique++
    if (random.chance(0.05)) {
      lines.push(JSON.stringify({ ...event, received: iso(second + 60 + random.below(30)) }))
      repeated++
    }
    if (user === null) withoutUser++
    if (path === '/gone') unknownPage++
    if (user === null || path === '/gone') continue
    const key = `${iso(second - (second % 300))}\t${page[2]}`
    const window = windows.get(key) ?? { events: 0, users: new Set<string>() }
    window.events++
    window.users.add(user)
    windows.set(key, window)
  }
  const counted = [...windows].map(([key, w]) => [...key.split('\t'), w.events, w.users.size])
  counted.sort((a, b) => (`${a[0]}${a[1]}` < `${b[0]}${b[1]}` ? -1 : 1))
  return {
    data: {
      'data/events.ndjson': `${lines.join('\n')}\n`,
      'data/pages.csv': csv(['path', 'page', 'stage'], pages),
      'expected/windows.csv': csv(['window_start', 'stage', 'events', 'users'], counted),
    },
    expected: {
      sinks: { windows: counted.length },
      ports: { 'once.unique': unique, 'once.duplicates': repeated },
      rules: { check: { user_there: withoutUser, page_known: unknownPage } },
    },
  }
}
