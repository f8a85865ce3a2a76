/** Which field of a form a refusal of the API is about. */

/**
 * The name of the field, of those that the form has; undefined when the refusal is about none of them. Messages of the
 * API name fields as `field`, or `$.field` where a type is wrong; codes are `invalid_FIELD`. `aliases` are what a code
 * calls a field where that is not its name.
 */
export function faultyField(code: string, message: string, fields: readonly string[], aliases: Readonly<Record<string, string>> = {}): string | undefined {
  const alias = aliases[code];
  if (alias && fields.includes(alias)) return alias;
  const named = [...message.matchAll(/`(?:\$\.)?(\w+)[^`]*`/g)].map((match) => match[1] ?? "");
  return named.find((name) => fields.includes(name)) ?? fields.find((name) => code === `invalid_${name}`);
}
