// What the OpenAPI specification would not allow in a document, one line each.

import { Validator } from "@seriousme/openapi-schema-validator";

export async function openApiFaults(document) {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  return valid
    ? []
    : [errors]
        .flat()
        .map((e) => (e.message ? `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}` : String(e)));
}
