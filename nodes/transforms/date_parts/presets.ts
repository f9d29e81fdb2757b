import type { Preset } from '#core/node/kind.ts'

const of = (
  name: string,
  settings: Readonly<Record<string, unknown>>,
  summary: string,
  also: readonly string[] = [],
): Preset => ({ name, settings: { columns: [settings] }, summary, also })

export const presets: readonly Preset[] = [
  of('Year of a date', { part: 'year' }, 'Gives the year of a date.', ['YEAR']),
  of('Month of a date', { part: 'month' }, 'Gives the month of a date.', ['MONTH', 'Date.Month']),
  of('Week of a date', { part: 'week' }, 'Gives the ISO week of a date.', ['WEEKNUM', 'ISOWEEK', 'Date.WeekOfYear']),
  of('Weekday of a date', { part: 'weekday' }, 'Gives the weekday of a date.', [
    'DAYOFWEEK',
    'Date.DayOfWeek',
    'DATENAME',
  ]),
  of('Last day of the month', { part: 'last_of_month' }, 'Gives the last day of the month of a date.', [
    'EOMONTH',
    'LAST_DAY',
    'Date.EndOfMonth',
  ]),
  of('Truncate a date', { operation: 'truncate' }, 'Gives the first day of the month, quarter or year of a date.', [
    'DATETRUNC',
    'DATE_TRUNC',
    'Date.StartOfMonth',
    'dt.floor',
  ]),
  of('Add to a date', { operation: 'add', unit: 'day' }, 'Moves dates by days, months or other units.', [
    'DATEADD',
    'Date&Time Shift',
    'DateTimeAdd',
    'DateOffset',
    'Date.AddDays',
  ]),
  of('Date difference', { operation: 'difference', unit: 'day' }, 'Counts the units between two dates.', [
    'DATEDIFF',
    'Date&Time Difference',
    'DateTimeDiff',
    'Duration.Days',
    'Age',
    'timedelta',
  ]),
]
