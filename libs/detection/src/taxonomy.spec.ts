import { describe, expect, it } from '@jest/globals';
import { atlasTechniques, attackFamilies, owaspRisks, taxonomyOf } from './taxonomy.js';

const beyondRules = ['optimiser-suffix', 'unseen-wording', 'training-data-leak', 'guardrail-erosion'];

describe('taxonomyOf', () => {
  it.each([...attackFamilies, ...beyondRules])(
    'knows ATLAS and OWASP ids of %s, all of them published',
    (family) => {
      const { atlas, owasp } = taxonomyOf([family]);
      expect([atlas, owasp]).not.toContainEqual([]);
      expect(atlas.filter((id) => !(id in atlasTechniques))).toEqual([]);
      expect(owasp.filter((id) => !(id in owaspRisks))).toEqual([]);
    },
  );

  it('names each id of several families once', () => {
    expect(taxonomyOf(['persona', 'encoded-payload', 'system-prompt-leak'])).toEqual({
      atlas: ['AML.T0054', 'AML.T0056', 'AML.T0057', 'AML.T0068'],
      owasp: ['LLM01', 'LLM07'],
    });
  });

  it("takes a family of a user's own rule for a prompt injection", () => {
    expect(taxonomyOf(['our-own'])).toEqual({ atlas: ['AML.T0051'], owasp: ['LLM01'] });
  });
});
