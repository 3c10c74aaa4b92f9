import { simulate } from './in-test.ts'

simulate(10_001, 500)
