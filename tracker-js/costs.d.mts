export interface Costs {
  /** Bytes of the script, compressed. */
  total: number;
  /** Bytes that each source module adds to it. */
  modules: Record<string, number>;
}
export function gzipSize(text: string): number;
export function measureCosts(): Costs;
export function agreedCosts(): Costs;
export function agree(costs: Costs): void;
export function growth(costs: Costs, agreed: Costs, tolerance?: number): string[];
