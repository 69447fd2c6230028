# As verificações em `tests/`, que corrigem programas para experimentar o próprio corretor.

hint-fixture-prints-one-line = a dica
