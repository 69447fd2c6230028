# O servidor da aplicação de ping: as dicas das verificações, e o que elas dizem.

hint-udp-server-says-where-it-listens-and-answers-from-there = Um cliente conhece um endereço, o da linha de prontidão: envia para lá, e aceita respostas de lá. A porta 0 pede ao sistema uma porta livre; qualquer outra é a que se quer. 0.0.0.0 quer dizer todos os endereços.
    .where = `UdpSocket::local_addr` e `UdpSocket::bind` na tabela do enunciado.
    .sketch = Faça o bind de um soquete no host e na porta, anuncie o `local_addr` dele, e use esse mesmo soquete para receber e responder.
hint-udp-server-answers-in-upper-case = Qualquer texto que venha é respondido em maiúsculas. Texto é mais do que ASCII: `ç` também tem maiúscula, e a de `ß` são duas letras. O que não tem, espaços e fins de linha inclusive, volta como veio.
    .where = `str::to_uppercase` na tabela do enunciado, ao lado da irmã `to_ascii_uppercase`.
    .sketch = Faça dos bytes que vieram um texto, passe-o a maiúsculas e envie os bytes dele. Não corte nada, e não acrescente nada.
hint-udp-server-prints-each-message-quoted = Quem pode enviar um datagrama decide o que há nele, se é que há algo. Impresso como veio, ele pode forjar uma linha e comandar o terminal. Letras não são perigo, qualquer que seja a escrita.
    .where = O enunciado, sobre `{"{:?}"}`; e o exemplo dele com `\x1b[2J`.
    .sketch = Um `println!` para cada mensagem: o endereço com `{"{}"}`, e o texto com `{"{:?}"}`, que põe aspas e escapa. O que mais você imprime para acompanhar o programa vai para o stderr.
hint-udp-server-answers-each-client = UDP não tem conexões: cada datagrama pode vir de outra pessoa, e diz de que host e porta. Cada um recebe a sua resposta, não importa quantos clientes há, nem quantos datagramas esperam. Um servidor que roda para sempre tem de devolver o que quer que use para um deles.
    .where = `UdpSocket::recv_from`: a segunda metade do par que ele devolve.
    .sketch = Envie cada resposta com `send_to`, ao endereço que veio com o datagrama. Não guarde ninguém, e não use `connect`.
hint-udp-server-answers-an-empty-datagram = Em TCP, 0 bytes são o fim do fluxo. UDP não tem fluxo que possa terminar: um datagrama de 0 bytes é uma mensagem como outra qualquer.
    .where = `UdpSocket::recv_from`: o que significa um 0 aqui, e o que significa num fluxo.
    .sketch = Nenhum caso especial: 0 bytes são texto, a maiúscula deles é vazia, e um datagrama de 0 bytes pode ser enviado.
hint-udp-server-serves-datagrams-of-every-size = Uma recepção pega um datagrama, e o que não cabe no buffer se perde. Um envio faz um datagrama, e falha se ele for grande demais: então nenhuma parte é enviada, e o stderr o diz. Maiúsculas podem ter mais bytes do que minúsculas, ou menos.
    .where = O tamanho do seu buffer; e `UdpSocket::send_to`, que devolve um `Result`.
    .sketch = Use um buffer do tamanho do maior datagrama, 65.535 bytes. Se um envio falhar, informe no stderr e passe ao próximo.
hint-udp-server-answers-with-this-datagram-only = Uma recepção preenche o começo do buffer e diz até onde, sejam quais forem os bytes. Depois disso está o que datagramas anteriores deixaram.
    .where = `UdpSocket::recv_from`: a primeira metade do par que ele devolve.
    .sketch = Só `&buffer[..count]` é este datagrama. Faça texto dessa fatia, não do buffer.
hint-udp-server-reports-what-is-not-text = Um datagrama contém bytes, e qualquer um pode enviar quaisquer. O que não é texto não tem maiúscula: diga-o no stderr, e continue.
    .where = `str::from_utf8` na tabela do enunciado: ele devolve um `Result`.
    .sketch = No caso `Err`, uma linha no stderr e `continue`. Trocar os bytes, como faz a conversão com perdas, seria uma resposta.
hint-udp-server-survives-a-client-that-has-gone = A resposta encontra a porta do cliente fechada, e o sistema dele o diz (ICMP port unreachable). Um soquete conectado informa isso como erro, e o erro é só sobre aquele cliente.
    .where = Os erros de `recv_from` e `send_to`; e `connect`, se você o usa: o que ele muda?
    .sketch = No laço, nenhum `?`: o erro de uma recepção ou de um envio é informado no stderr, e o laço continua.
hint-udp-server-reports-an-address-that-it-cannot-have = `bind` pede o endereço das opções, e que mais ninguém o tenha. Se o sistema recusa, o programa falhou: `error: …` no stderr, código de saída 1. O que não é opção, nem valor de uma, é uso errado: 2.
    .where = `UdpSocket::bind` e `common::exit`; `anyhow::Context` acrescenta o que falhou.
    .sketch = Faça o bind do que dizem as opções, e de nada mais: nenhuma outra porta se esta estiver ocupada. Devolva o erro de `run`, com um contexto que diz o endereço.

udp-server-answer-too-large = uma resposta grande demais
udp-server-not-utf-8 = um datagrama que não é UTF-8
udp-server-reported-on-stderr = o que não é texto é informado no stderr, e só lá
