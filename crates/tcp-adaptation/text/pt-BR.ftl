# A aplicação de ping sobre TCP: as dicas das verificações, e o que elas dizem.

hint-tcp-adaptation-server-answers-in-upper-case = Uma linha é texto, não bytes soltos: `ç` também tem maiúscula. O que não tem ou já está em maiúsculas, espaços inclusive, volta como veio. A porta 0 pede ao sistema uma porta livre: imprima a que ele escolheu.
    .where = `str::from_utf8` e `str::to_uppercase` na tabela do enunciado; a lição `udp-server` faz o mesmo.
    .sketch = Faça texto de uma linha inteira, passe-a a maiúsculas e escreva-a com o fim de linha.
hint-tcp-adaptation-server-finds-the-lines-in-the-stream = TCP transporta um fluxo: um envio não é uma recepção. Só um fim de linha termina uma mensagem, e o que vem depois pertence à próxima.
    .where = `BufReader` e `BufRead::read_until` na tabela do enunciado.
    .sketch = Um `BufReader` para a conexão toda: ele guarda para a próxima linha o que veio depois do `\n`. Leia até `\n` num vetor de bytes vazio, responda, e de novo.
hint-tcp-adaptation-server-answers-the-last-line-before-it-closes = Um fechamento parcial diz que nada mais vem. O que veio antes ainda é uma mensagem, e o cliente espera a resposta dela e o fim do lado do servidor.
    .where = `BufRead::read_until`: o que ele devolve no fim do fluxo, com e sem bytes antes.
    .sketch = Só 0 bytes dizem que acabou. Uma linha sem `\n` no fim é respondida como qualquer outra; depois vem o 0, e você fecha.
hint-tcp-adaptation-server-limits-the-length-of-a-line = Uma linha pode ser maior que uma leitura, e o outro lado pode nunca terminá-la: sem limite ela enche a memória, e com um limite o problema é só de quem a enviou, e é informado no stderr.
    .where = `Read::take` na tabela do enunciado.
    .sketch = Para cada linha, leia através de um `take` do limite. Se veio tanto assim, sem `\n` no fim, informe no stderr e retorne: o `TcpStream` se fecha quando o dono dele some.
hint-tcp-adaptation-server-goes-on-after-any-client = Um servidor não tem última mensagem nem último cliente, e um erro numa conexão termina só essa conexão, com tudo o que veio por ela e tudo o que ela ocupava: descritores, threads e processos são limitados.
    .where = `Result` e `match`: onde, no seu servidor, `?` sai do laço em torno de `accept`?
    .sketch = Atenda um cliente numa função que devolve um `Result`. O laço em torno de `accept` informa o erro dela no stderr e aceita o próximo cliente.
hint-tcp-adaptation-client-pings-over-one-connection = Uma conexão leva todos os pings, uma linha cada: `ping <n>` e um fim de linha, sem o qual o servidor não sabe onde a mensagem termina. São dez, com um segundo entre eles, se `--count` e `--interval` não dizem outra coisa; um tempo vai de um ping até a resposta dele, sem a pausa, em milissegundos.
    .where = `TcpStream::connect` e `Write::write_all` na tabela do enunciado; a lição `udp-client` tem o resto.
    .sketch = Conecte antes do laço. Nele, escreva `ping <n>` e o fim de linha numa só chamada, espere a resposta, imprima, e faça a pausa se vier outro.
hint-tcp-adaptation-client-finds-the-lines-in-the-stream = Uma leitura não é uma resposta: leia até haver uma linha inteira, por mais longa que seja, e guarde o que vem depois dela. Só a linha `PING <n>`, letra por letra, responde ao ping n: passe por cima de qualquer outra, também da que começa como ela, ou o diz com outras letras.
    .where = `BufReader` e `read_until` na tabela do enunciado: um para a conexão, ou um para cada ping?
    .sketch = Mantenha um só buffer para a conexão. Tire dele uma linha; se não for `PING <n>`, tire a próxima, na mesma espera.
hint-tcp-adaptation-client-does-not-take-a-late-answer-for-the-next = TCP entrega tarde, mas entrega: a resposta a um ping já abandonado ainda vem, antes da resposta ao próximo. Compare o número, e continue depois de uma perda; o timeout, um segundo se nada o diz, vale para a resposta inteira, não para cada leitura; se não veio resposta nenhuma, termine com 1.
    .where = `set_read_timeout`, "vale para uma leitura, não para uma linha", na tabela do enunciado.
    .sketch = Um prazo para cada ping; antes de cada leitura, o tempo que resta. O que foi lido de uma linha quando o tempo acabou fica no buffer: o resto dela ainda vem. Compare cada linha inteira com o ping que você espera.
hint-tcp-adaptation-client-reports-a-server-that-closes-early = Uma leitura de 0 bytes não é uma resposta, nem uma perda: o servidor fechou, e nenhuma resposta virá, como depois de um reset. Meia resposta não é resposta. Diga quantas respostas vieram, não quantos pings foram enviados, e termine com 1.
    .where = `Read::read` na tabela do enunciado: o que diz um 0, e em que difere do fim do tempo.
    .sketch = Três casos depois de uma leitura: alguns bytes, o tempo acabou, e 0. No último, `bail!` com o número de respostas até ali.
hint-tcp-adaptation-reports-what-it-cannot-do = Imprimir não é informar: quem chamou o programa vê o código de saída. Ele é 1 quando algo falhou, com `error: …` no stderr, e 2 para uso errado: uma opção que este comando não tem, ou um valor que não é um valor. Escutar em outro lugar que não `--host` e `--port` é ter falhado.
    .where = `common::exit`, e `main` no arquivo inicial.
    .sketch = Devolva de `serve` e `ping` os erros de `bind` e `connect`, com um contexto que diz o endereço. Do uso errado cuida o clap, como está no arquivo inicial.

tcp-adaptation-line-too-long = uma linha longa demais
tcp-adaptation-interval = o ping 1 foi respondido logo, e o intervalo é esse
tcp-adaptation-interval-after-a-loss = o ping 1 se perdeu, e o intervalo é esse
tcp-adaptation-timeout-among-lines = nenhuma linha que veio era PING 2, e o timeout é esse
tcp-adaptation-no-answer-in-time = nenhuma linha que veio a tempo era PING 2
tcp-adaptation-no-whole-answer = nenhuma resposta estava completa até então, e o timeout é esse
tcp-adaptation-closed-in-an-answer = o servidor fechou antes de a resposta ao ping 4 estar completa
tcp-adaptation-closed-without-an-answer = o servidor fechou sem nenhuma resposta

tcp-adaptation-cause-blank-line = Uma linha só com espaços não foi respondida. Ela é uma linha como as outras: espaço em branco não tem maiúscula, e volta como veio.
tcp-adaptation-cause-word = O programa encerrou a conexão onde veio uma palavra que poderia ser um comando. Aqui nenhuma é: um cliente que quer sair fecha a conexão, e qualquer linha é uma mensagem.
tcp-adaptation-cause-many-lines = O programa encerrou a conexão antes de responder todas as linhas. Nenhum número de mensagens é o último, e o limite vale para uma linha, não para tudo o que vem: o próprio cliente diz quando não tem mais nada (FIN).
tcp-adaptation-cause-two-clients = Dois clientes estavam no meio de uma linha ao mesmo tempo, e esta resposta não é a de uma linha só. O que já veio de uma linha pertence à sua conexão: cada uma tem o seu buffer.
tcp-adaptation-cause-silent-client = O programa encerrou a conexão enquanto o cliente estava calado. Um cliente ainda não ter nada a dizer não é um fim: uma conexão fica aberta até que um dos dois a feche.
tcp-adaptation-cause-loss = O programa encerrou a conexão depois de um ping sem resposta a tempo. Uma perda não é motivo para terminar: ela é contada, e o próximo ping é enviado.
