import { z } from 'zod'

/** A row of the hub's store, by login ID: PHC strings. */
export const portalLogin = z.strictObject({ password: z.string(), confirmation: z.string() })
