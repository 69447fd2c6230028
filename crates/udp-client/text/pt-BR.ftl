# Um pinger: as dicas das verificações, e o que elas dizem.

hint-udp-client-sends-each-ping-once-from-one-socket = Um datagrama contém exatamente os bytes de um envio, e nada mais; e o servidor conhece um cliente pelo endereço do soquete dele, por isso um só soquete serve a todos os pings. Onde está o servidor dizem `--host` e `--port`, e `--count` quantos pings são: 127.0.0.1, 12000 e 10 se ninguém os der.
    .where = As três primeiras linhas da tabela do enunciado.
    .sketch = Faça o bind de um soquete antes do laço, na porta 0. No laço, `format!("ping {"{n}"}")` e um envio. Um ping perdido não é enviado de novo.
hint-udp-client-prints-each-answer-with-its-round-trip-time = O tempo de ida e volta de um ping vai do instante antes do envio dele até a resposta dele, sem a pausa entre os pings, e 0,2 segundo são 200 milissegundos, 1,2 são 1.200.
    .where = `Instant::now` e `elapsed` na tabela do enunciado.
    .sketch = Marque o instante logo antes do envio deste ping; quando a resposta chegar, `elapsed`, em segundos vezes 1000. A pausa vem depois.
hint-udp-client-pauses-between-pings = `--interval` é um número de segundos, com decimais, e 1 se ninguém o der; ele passa entre dois pings: uma resposta imediata não o encurta, e uma perda não é motivo para pulá-lo. 0 é nenhuma pausa.
    .where = `thread::sleep` na tabela do enunciado, e `common::seconds` nas opções do arquivo inicial.
    .sketch = Faça a pausa entre dois pings, não antes do primeiro nem depois do último, seja o que for que houve com o anterior.
hint-udp-client-reports-a-loss-and-goes-on = UDP entrega ou não entrega, e ninguém avisa: uma recepção precisa de um limite de tempo, que é `--timeout`, ou 1 segundo se ninguém o der. Um ping perdido não é enviado de novo, e nada diz do próximo.
    .where = `set_read_timeout`, e a linha sobre `except socket.timeout`: um erro de que tipo?
    .sketch = `match` no resultado da recepção: se o tempo acabou, imprima que o ping se perdeu e passe ao próximo número. Outros erros são outra coisa.
hint-udp-client-does-not-take-a-late-answer-for-the-next-one = O próximo datagrama não é necessariamente a resposta do último ping: uma resposta anterior ainda pode estar a caminho. O número nela diz a que ping ela pertence. Depois do timeout desse ping, ela não conta como recebida.
    .where = O enunciado: "O que mais chegar não conta".
    .sketch = Compare o datagrama inteiro com o texto `PING <n>` do ping que você espera. Se for outro, receba de novo, pelo tempo que resta.
hint-udp-client-ignores-what-is-not-the-answer = Qualquer coisa pode chegar a um soquete UDP, até duas vezes, ou com 0 bytes, que aqui não são fim: só o datagrama que é exatamente `PING <n>` responde ao ping n; todo o resto não é resposta nem perda.
    .where = `recv_from`, e a comparação que vem depois no seu programa: `==`, ou uma parte, ou o começo?
    .sketch = Bytes podem ser comparados sem virar texto. Igual é a resposta; o resto pede mais uma recepção, na mesma espera.
hint-udp-client-ignores-a-stranger = Qualquer um pode enviar a uma porta UDP aberta: `recv_from` diz quem foi, e um soquete conectado só aceita o que vem do outro lado dele. O endereço é o host e a porta, juntos. O datagrama de um desconhecido não é resposta, nem perda.
    .where = `recv_from` diz quem enviou; `UdpSocket::connect` na tabela do enunciado.
    .sketch = Ou compare o remetente, endereço e porta, com o servidor, ou conecte o soquete, e o sistema faz isso por você.
hint-udp-client-waits-no-longer-than-the-timeout = O timeout de leitura de um soquete começa de novo a cada recepção: do tempo de um ping, só o que resta pode ser esperado depois de um datagrama que não conta. O próximo ping tem de novo o tempo inteiro.
    .where = `set_read_timeout`, "recomeça a cada recepção", na tabela do enunciado.
    .sketch = Fixe o prazo quando o ping é enviado. Antes de cada recepção, use como timeout o que resta dele; quando nada resta, o ping se perdeu. Zero é recusado como timeout.
hint-udp-client-sums-up = A perda é uma parte do que foi enviado; a média é sobre o que foi recebido; e quando nada foi recebido não há tempo a imprimir.
    .where = As duas últimas linhas do exemplo do enunciado; e o que ele diz de "se veio alguma resposta".
    .sketch = Junte os tempos de ida e volta num vetor. Perdidos são os enviados menos os recebidos, como parte dos enviados; a média é a soma sobre os recebidos. Sem tempos, não há segunda linha.
hint-udp-client-exits-with-0-if-any-answer-came = O código de saída diz se o servidor está lá: 0 para uma resposta ou mais, 1 para nenhuma. Uma porta fechada aparece como erro num soquete conectado (ECONNREFUSED), e isso é um ping perdido, não o fim. Uso errado é outra coisa que silêncio: a mensagem vai para stderr, e o código de saída é só dele.
    .where = A linha sobre `except ConnectionRefusedError` na tabela do enunciado; e `common::exit`.
    .sketch = Um erro do tipo `ConnectionRefused` (no Windows, `ConnectionReset`) é um ping perdido. Depois do resumo, devolva um erro se nada foi recebido, senão `Ok`.

udp-client-interval = o ping 1 foi respondido logo, e o intervalo é esse
udp-client-interval-whatever-comes = o ping 2 foi respondido logo, o intervalo é esse, e o que veio nesse meio-tempo não conta
udp-client-interval-of-0 = o ping 1 foi respondido logo, e o intervalo é 0
udp-client-interval-after-a-loss = o ping 1 se perdeu, e o intervalo é esse
udp-client-not-answered = o ping 1 não foi respondido, e o timeout é esse
udp-client-late-in-the-pause = PING 1 veio depois do timeout do ping 1, na pausa
udp-client-late-for-ping-1 = PING 1 veio depois do timeout do ping 1
udp-client-late-for-ping-2 = PING 2 veio depois do timeout do ping 2
udp-client-timeout = o timeout é esse
udp-client-no-answer-to-ping = nada do que veio para o ping { $number } era a resposta dele
udp-client-no-ping-2 = nenhum PING 2 veio, e o timeout é esse
udp-client-no-ping-3 = nenhum PING 3 veio, e o timeout é esse
udp-client-four-lines = dois pings têm uma linha cada um, e o resumo tem duas
udp-client-nobody-answered = ninguém respondeu
udp-client-only-strangers = só desconhecidos responderam ao ping { $number }
udp-client-not-lost-yet = PING 1 veio muito antes do timeout, e depois do intervalo

udp-client-cause-interval-ends-its-wait = A resposta veio muito antes do timeout, e o ping consta como perdido. Por quanto tempo se espera uma resposta, só `--timeout` diz: o intervalo é a pausa entre um ping e o seguinte, por mais curto que seja.
udp-client-cause-something-ends-its-wait = O próximo ping foi enviado antes de o timeout acabar, e tudo o que tinha chegado até ali não era resposta. O que não conta não encerra espera nenhuma, quantos quer que cheguem, e de quem quer que venham; e o próximo ping não é enviado antes que este tenha resposta ou esteja perdido.
udp-client-cause-timeout-has-a-limit = Nada veio, o timeout é de um minuto, e o programa enviou mais muito antes disso. `--timeout` dura o que diz: nada no programa o encurta.
udp-client-cause-asks-another-host = Ninguém conhece o host, e um ping foi mesmo assim para 127.0.0.1. Onde um nome não representa endereço algum, não há a quem perguntar: foi isso o que falhou, e não é motivo para perguntar a outro.
