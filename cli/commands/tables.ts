import { Argument } from 'commander';

/** The tables of the inventory in the order of their dependencies. */
const TABLES = [
  'locations',
  'organizations',
  'environments',
  'contacts',
  'resources',
  'staff',
  'staff_organizations',
] as const;

/** The argument `<table>`. */
export function tableArgument(): Argument {
  return new Argument('<table>', 'of the inventory').choices(TABLES);
}
