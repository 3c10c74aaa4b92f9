import { simulate } from './in-test.ts'

simulate(1, 500)
