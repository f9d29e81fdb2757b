import type { ColumnProfile } from '../../profile/types.ts'
import { type FormatName, formats } from '../../rules/formats/index.ts'
import { hasWord, phoneWords } from '../names.ts'
import { shareLike } from '../shapes.ts'
import { heldBy } from '../words.ts'
import { eachColumn, ruleOn, tolerated } from './propose.ts'

interface Sign {
  readonly format: FormatName
  /** Whether it is worth trying; the values themselves then tell. */
  readonly looks: (column: ColumnProfile) => boolean
  readonly fewOthers: number
}

const named = (words: string) => {
  const set = new Set(words.split(' '))
  return ({ name }: ColumnProfile) => hasWord(name, set)
}

const like =
  (shape: RegExp, share = 0.9) =>
  (column: ColumnProfile) =>
    shareLike(column, shape) >= share

const isPhone = ({ name }: ColumnProfile) => hasWord(name, phoneWords)
const isCountry = named('country nation nationality')
const isCurrency = named('currency')
const isLanguage = named('language lang locale')
const isJson = like(/^[[{].*[\]}]$/)
const isCardNumber = named('card creditcard')
const isIsbn = named('isbn')

/** What a format's values look like, from the surest on: of a column, the first that holds is suggested. */
const signs: readonly Sign[] = [
  { format: 'email', looks: like(/@/), fewOthers: 0.05 },
  { format: 'url', looks: like(/^a+\+?:\/\//i), fewOthers: 0.05 },
  {
    format: 'uuid',
    looks: ({ length, ...column }) =>
      length !== null && length.mean > 35 && length.mean < 39 && shareLike({ ...column, length }, /-.*-.*-.*-/) >= 0.9,
    fewOthers: 0.05,
  },
  { format: 'ipv4', looks: like(/^(9+\+?\.){3}9+\+?$/), fewOthers: 0.05 },
  { format: 'iban', looks: like(/^AA99[A9 +]{8,}$|^A\+9\+/), fewOthers: 0.05 },
  { format: 'isbn', looks: isIsbn, fewOthers: 0.05 },
  { format: 'card', looks: isCardNumber, fewOthers: 0.05 },
  { format: 'phone', looks: column => isPhone(column) || like(/^\+9/)(column), fewOthers: 0.02 },
  { format: 'country', looks: column => isCountry(column) && (column.length?.mean ?? 0) < 3.5, fewOthers: 0.02 },
  { format: 'currency', looks: isCurrency, fewOthers: 0.02 },
  { format: 'language', looks: column => isLanguage(column) && (column.length?.mean ?? 0) < 6, fewOthers: 0.02 },
  { format: 'json', looks: isJson, fewOthers: 0.02 },
]

/** Texts of a format that is known by its name. */
export const format = eachColumn(column =>
  column.shape !== 'text'
    ? []
    : signs
        .filter(({ looks }) => looks(column))
        .slice(0, 2)
        .map(({ format: name, fewOthers }, i) => ({
          rule: ruleOn('format', [column.name], { format: name }),
          atMost: tolerated(column, fewOthers),
          weight: 80 - i,
          because: outcome => heldBy(outcome, `read as ${formats[name].name}`),
        })),
)
