const named = /^In the settings, `[^`]*`(: )?/

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** A problem's sentence where its setting is in sight: it need not say where that lies. */
export const atItsPlace = (message: string, name = 'It'): string =>
  capital(message.replace(named, (_, colon: string | undefined) => (colon ? '' : name)))
