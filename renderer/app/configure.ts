import * as z from 'zod'

// Before any schema is made: the content security policy forbids compiling code from text.
z.config({ jitless: true })
