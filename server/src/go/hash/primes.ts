/** The first 64 bits behind the point of the square or cube roots of the first primes: the constants of SHA-2. */
export function fractions(count: number, degree: 2 | 3): readonly bigint[] {
  const found: bigint[] = []
  for (let candidate = 2n; found.length < count; candidate++) {
    if (isPrime(candidate)) found.push(BigInt.asUintN(64, root(candidate << BigInt(64 * degree), degree)))
  }
  return found
}

function isPrime(number: bigint): boolean {
  for (let divisor = 2n; divisor * divisor <= number; divisor++) if (number % divisor === 0n) return false
  return true
}

/** The whole part of a root, bit by bit. */
function root(number: bigint, degree: 2 | 3): bigint {
  let found = 0n
  for (let bit = 1n << 70n; bit > 0n; bit >>= 1n) {
    const larger = found | bit
    if (larger ** BigInt(degree) <= number) found = larger
  }
  return found
}
