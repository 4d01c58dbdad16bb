import 'reflect-metadata';
import { Controller, Get } from '@nestjs/common';
import { expect, it } from '@jest/globals';
import { Documented } from './documented.js';
import { routesOf } from './routes-of.js';

@Controller('v1/things')
class Described {
  @Get(':id')
  @Documented({ summary: 'A thing', access: 'anyone', status: 200 })
  get(): void {
    return;
  }
}

@Controller('v1/others')
class Undescribed {
  @Get()
  list(): void {
    return;
  }
}

it('takes the path and the description of each handler', () => {
  expect(routesOf([Described])).toMatchObject([
    { method: 'get', path: '/v1/things/{id}', document: { access: 'anyone' } },
  ]);
});

it('serves nothing that has no description, and so no permission: the API does not start', () => {
  expect(() => routesOf([Described, Undescribed])).toThrow('Undescribed.list has no @Documented');
});
