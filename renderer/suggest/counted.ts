import { countText } from '../dock/profile-words.ts'

/** `1 row`, `2,000 rows`. */
export const counted = (count: number, one: string): string =>
  count === 1 ? `1 ${one}` : `${countText(count)} ${one}s`
