# Um cliente de eco: as dicas das verificações, e o que elas dizem.

hint-tcp-client-sends-the-message-and-prints-its-echo = Um fluxo não tem linhas próprias: envie os bytes da mensagem, e nada depois deles.
    .where = `str::as_bytes` e `Write::write_all` na tabela do enunciado; `nc -l`, em "Try it by hand", mostra o que você envia.
    .sketch = Conecte, escreva os bytes de MESSAGE e mais nada, leia outros tantos de volta, e imprima-os depois de `echo: `.
hint-tcp-client-collects-an-echo-that-comes-in-pieces = TCP transporta um fluxo, não mensagens: uma leitura é o que chegou até então, que pode ser uma parte do eco e pode terminar no meio de um caractere. O byte 0 é o primeiro do eco, não o de um pedaço.
    .where = `Read::read` e o número que ele devolve; `str::from_utf8`, que falha onde os bytes terminam no meio de um caractere.
    .sketch = Junte o que cada leitura traz num só vetor de bytes, até ele ter o tamanho da mensagem. Só então faça dele um texto.
hint-tcp-client-leaves-politely-when-the-echo-is-complete = O fim da conexão não é o fim do eco: o tamanho do eco você conhece. Fechar um socket é despedir-se com um FIN; um reset diz que algo deu errado.
    .where = `drop` e `TcpStream::shutdown` na tabela do enunciado; e `set_linger`, se você o usa: por quê?
    .sketch = Pare de ler quando tiverem chegado tantos bytes quantos você enviou; não espere por uma leitura de 0. Depois deixe o stream sair de escopo, sem nada por ler.
hint-tcp-client-carries-any-message = Uma mensagem pode ser maior que qualquer buffer de tamanho fixo, e o que ela contém é texto como outro qualquer: envie-a como é, e imprima-a como veio, inteira.
    .where = `Write::write_all` e `Read::read` na tabela do enunciado: há no seu programa um número que limita a mensagem? E há algo nele que altera o texto: `trim`, `lines`, `replace`?
    .sketch = O eco tem o tamanho da mensagem: até aí cresce o vetor. Envie a mensagem inteira antes de ler. Imprima-o com `{"{}"}`, que deixa o texto como é, e não com `{"{:?}"}`.
hint-tcp-client-tries-every-address-of-the-host = Um nome não é um endereço: precisa ser resolvido, e pode corresponder a vários. O servidor não precisa escutar no primeiro deles.
    .where = `ToSocketAddrs::to_socket_addrs`: ele devolve um iterador.
    .sketch = `connect` tenta todos os endereços por si só, se receber o par de host e porta. `connect_timeout` aceita um endereço: chame-o para cada um, com o tempo que resta, e guarde o último erro para o caso de nenhum funcionar.
hint-tcp-client-reports-every-failure-in-the-same-way = Quem iniciou o programa, um script talvez, vê o código de saída e toma o stdout pelo resultado. Uma pessoa que espera lê o stderr. Um panic é para o que não pode acontecer; um servidor que falha pode.
    .where = `common::exit`, e `Result` nas últimas linhas da tabela do enunciado.
    .sketch = Devolva de `run` cada erro, do connect, de uma escrita e de uma leitura, com um contexto que diz o que falhou: nada de `unwrap` nem de `expect`. `common::exit` o imprime e escolhe o código de saída. Não imprima nada em stdout antes de o eco estar completo e comparado.
hint-tcp-client-reports-an-echo-that-is-cut-short = Uma leitura de 0 bytes diz que o servidor encerrou o lado dele, não que o eco está completo. Conte bytes, não caracteres, e os que chegaram, não os que faltam.
    .where = `Read::read`: o que diz um 0?
    .sketch = Uma leitura de 0 antes de o eco estar completo é um erro: `bail!` com o número de bytes que chegaram e `message.len()`, que conta bytes.
hint-tcp-client-gives-up-when-the-time-is-over = Uma leitura espera para sempre se ninguém lhe diz por quanto tempo; e um timeout posto num socket vale para cada chamada: começa de novo na seguinte. Enquanto chegam bytes, o relógio continua.
    .where = `set_read_timeout` na tabela do enunciado, que vale para cada chamada, e `Instant::elapsed` ao lado.
    .sketch = Fixe um prazo no início. Antes de cada connect, escrita e leitura, calcule quanto resta dele e use isso como timeout; se nada resta, desista. A chamada recusa um timeout de zero.
hint-tcp-client-reports-an-echo-that-differs = O que vem da rede só é o que você espera depois de comparado, byte por byte, e nem precisa ser texto. Diga em que byte difere: um byte não é um caractere.
    .where = `zip` e `position` dos iteradores; a seção "It is an error when" do enunciado.
    .sketch = Compare bytes com bytes, desde o começo; a primeira posição em que diferem vai para o erro. Não é preciso texto para isso, e assim nenhum byte o faz falhar.
hint-tcp-client-refuses-wrong-usage = Quem chama mal um programa o vê no código de saída 2, antes de qualquer conexão. Uma mensagem vazia é uma chamada dessas: não haveria nada a enviar. Um espaço é uma mensagem como outra qualquer.
    .where = A última linha da tabela do enunciado: `value_parser` e `NonEmptyStringValueParser`.
    .sketch = Deixe o clap recusar o que está errado, nos atributos dos argumentos: ele termina com o código 2 por si só, antes de qualquer conexão.

tcp-client-count-of-the-last-piece = tantos vieram com o último pedaço
tcp-client-position-in-the-last-piece = isso é contado a partir do começo do último pedaço
tcp-client-end-of-program = o fim do programa
tcp-client-echo-not-complete = o eco não estava completo, e o timeout é esse
