/** The few kinds whose settings need a panel of their own, loaded when shown. */
export const panels = {
  'validate.gate': async () => ({ default: (await import('./validators/gate/Panel.tsx')).GateLimitsPanel }),
  'validate.rules': async () => ({ default: (await import('./validators/rules/Panel.tsx')).RulesPanel }),
}

/** What the panel of a source shows with its evidence, in the place of the form's own fields; types of columns, too, where they can be said. */
export const sourcePanels = {
  'source.csv': {
    guesses: [
      'delimiter',
      'header',
      'encoding',
      'quote',
      'escape',
      'skip',
      'decimal',
      'dateFormat',
      'timestampFormat',
      'types',
    ],
    load: async () => ({ default: (await import('./sources/csv/Panel.tsx')).CsvPanel }),
  },
  'source.json': {
    guesses: ['format', 'records', 'types'],
    load: async () => ({ default: (await import('./sources/json/Panel.tsx')).JsonPanel }),
  },
  'source.parquet': {
    guesses: [],
    load: async () => ({ default: (await import('./sources/parquet/Panel.tsx')).ParquetPanel }),
  },
  'source.excel': {
    guesses: ['sheet', 'types'],
    load: async () => ({ default: (await import('./sources/excel/Panel.tsx')).ExcelPanel }),
  },
} as const
