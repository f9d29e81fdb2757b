import { call, literal } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'

interface Names {
  /** Of each month, in full and in short, without accents. */
  readonly months: string
  /** From Monday on. */
  readonly days: string
}

const names = {
  en: {
    months:
      'january|jan february|febr|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct november|nov december|dec',
    days: 'monday|mon tuesday|tues|tue wednesday|wed thursday|thurs|thu friday|fri saturday|sat sunday|sun',
  },
  de: {
    months:
      'januar|janner|jan februar|feber|feb marz|maerz|mrz|mar april|apr mai juni|jun juli|jul august|aug september|sept|sep oktober|okt november|nov dezember|dez',
    days: 'montag|mo dienstag|di mittwoch|mi donnerstag|do freitag|fr samstag|sonnabend|sa sonntag|so',
  },
  fr: {
    months:
      'janvier|janv|jan fevrier|fevr|fev mars avril|avr mai juin juillet|juil aout septembre|sept|sep octobre|oct novembre|nov decembre|dec',
    days: 'lundi mardi mercredi jeudi vendredi samedi dimanche',
  },
  es: {
    months:
      'enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago septiembre|setiembre|sept|sep octubre|oct noviembre|nov diciembre|dic',
    days: 'lunes martes miercoles jueves viernes sabado domingo',
  },
  it: {
    months:
      'gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago settembre|sett|set ottobre|ott novembre|nov dicembre|dic',
    days: 'lunedi martedi mercoledi giovedi venerdi sabato domenica',
  },
  nl: {
    months:
      'januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sept|sep oktober|okt november|nov december|dec',
    days: 'maandag dinsdag woensdag donderdag vrijdag zaterdag zondag',
  },
  pt: {
    months:
      'janeiro|jan fevereiro|fev marco|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set outubro|out novembro|nov dezembro|dez',
    days: 'segunda-feira|segunda terca-feira|terca quarta-feira|quarta quinta-feira|quinta sexta-feira|sexta sabado domingo',
  },
} as const satisfies Readonly<Record<string, Names>>

export type Language = keyof typeof names

/** The languages whose months and days are known. */
export const languages = Object.keys(names) as [Language, ...Language[]]

const english = {
  months: 'January February March April May June July August September October November December'.split(' '),
  days: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '),
}

const replaced = (text: Expression, from: readonly string[], to: readonly string[], short: boolean): Expression =>
  from.reduce(
    (before, each, i) =>
      call(
        'regexp_replace',
        before,
        literal(`\\b(?:${each})\\b\\.?`),
        literal(short ? to[i]!.slice(0, 3) : to[i]!),
        literal('gi'),
      ),
    text,
  )

/** The text with names of months and days in the English that a format reads, in full or in short; other formats leave it as it is. */
export const inEnglish = (text: Expression, format: string, language: Language): Expression => {
  const has = (specifiers: RegExp) => specifiers.test(format.replaceAll('%%', ''))
  const { months, days } = names[language]
  const monthly = has(/%[bBh]/)
    ? replaced(call('strip_accents', text), months.split(' '), english.months, has(/%[bh]/))
    : text
  return has(/%[aA]/) ? replaced(monthly, days.split(' '), english.days, has(/%a/)) : monthly
}
