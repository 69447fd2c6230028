# Os testes em `tests/`, que avaliam programas para experimentar o próprio avaliador.

hint-fixture-prints-one-line = a dica
