import { config } from 'zod'

// The page's policy forbids code made from text, and zod would try; scripts/build/panel-output.ts has it run before any
// schema is made.
config({ jitless: true })
