import { config } from 'zod'

// The page's policy forbids code made from text, and zod would try; imported before any schema is made.
config({ jitless: true })
