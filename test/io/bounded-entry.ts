import { serve } from '../../server/src/io/threads/bounded.ts'

/** What the thread of bounded.test.ts can be asked. */
export type Question = 'double 21' | 'for ever' | 'all memory' | 'throw'

serve('test', (question: Question): number => {
  switch (question) {
    case 'double 21':
      return 42
    case 'for ever':
      for (;;) {}
    case 'all memory': {
      const hoard: string[][] = []
      for (;;) hoard.push(new Array(100_000).fill('x'))
    }
    case 'throw':
      throw new Error('a bug')
  }
})
