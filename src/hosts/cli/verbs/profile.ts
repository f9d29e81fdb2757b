import { oneOf } from '../args.ts'
import { lookAtPort } from '../port.ts'
import { profileLines } from '../profile-lines.ts'
import { suggestionLines } from '../suggestion-lines.ts'
import type { VerbModule } from '../verbs.ts'

export const run: VerbModule['run'] = async (args, io) => {
  const format = oneOf(args, 'format', ['table', 'json'])
  return lookAtPort('profile', args, io, async (engine, request, at) => {
    const profile = await engine.profile(request, at, io.signal)
    const { rules, repairs } = await engine.suggest(request, at, io.signal)
    const suggestions = { rules, repairs }
    if (format === 'json') io.out(JSON.stringify({ ...profile, suggestions }))
    else for (const line of [...profileLines(profile), ...suggestionLines(suggestions)]) io.out(line)
  })
}
