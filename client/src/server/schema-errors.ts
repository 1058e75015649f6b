/**
 * The `fluxmark` section as the server shall have it: `schemaValidation: auto` is off where another extension checks
 * YAML against schemas.
 */
export function schemaErrors(section: unknown, hasYamlExtension: boolean): unknown {
  if (typeof section !== 'object' || section === null || !hasYamlExtension) return section
  const { schemaValidation = 'auto' } = section as { schemaValidation?: unknown }
  return schemaValidation === 'auto' ? { ...section, schemaValidation: 'off' } : section
}
