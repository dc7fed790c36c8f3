import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { webhooks } from '../subscriptions/webhooks.ts';
import { componentSchemas } from './schemas.ts';

/** The OpenAPI 3.1 document of every route. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Commitment Ledger')
    .setDescription(
      'Records what states promise each other and follows every promise to its delivery. ' +
        'Every answer says the position it is true as of; send it as `atLeast` to read your own writes.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addSecurity('key', {
      type: 'http',
      scheme: 'bearer',
      description: 'A key (lk_…) or a token of the issuer',
    })
    .addSecurity('password', {
      type: 'http',
      scheme: 'basic',
      description: 'A key (lk_…) as the password, with any user name; for feed readers and calendars',
    })
    .build();
  const document = SwaggerModule.createDocument(app, about, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').toLowerCase()}-${method}`,
  });
  document.components = { ...document.components, schemas: componentSchemas() };
  document.webhooks = webhooks;
  return document;
}
