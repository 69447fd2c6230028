# Um chat: as dicas das verificações, e o que elas dizem.

hint-chat-tells-who-joins-and-who-leaves = Quem entra ou sai é uma mudança que todos os outros têm de ouvir, uma vez, e na ordem em que aconteceu. Um membro saiu quando a sua conexão chegou ao fim, de qualquer modo: uma leitura de 0 bytes, ou um erro.
    .where = No enunciado, as linhas `* welcome`, `* … joined` e `* … left`; e, no seu programa, cada saída do laço que lê as linhas de um membro.
    .sketch = Que uma função faça um membro entrar e outra o faça sair, cada uma com a lista de membros travada: mude a lista, avise os outros, imprima. Chame a segunda depois do laço que lê, seja o que for que o terminou.
hint-chat-passes-each-line-on-to-the-others = TCP transporta um fluxo: uma linha pode vir em pedaços, e várias em um só. O que se lê de um membro é dele, e vai para todos menos ele, tal como veio: nada o arruma no caminho.
    .where = `BufRead::read_until` na tabela do enunciado, e onde, no seu programa, uma linha ganha os seus destinatários.
    .sketch = Guarde um `BufReader` para cada cliente, do nome até o fim. Pegue o que ele dá até o fim de linha, tire o fim e um retorno de carro antes dela, decodifique isso, e entregue `<name>: <line>` a cada membro menos este.
hint-chat-keeps-lines-whole = Duas escritas são dois pedaços, e entre elas outra thread pode escrever. O que tem de ficar junto tem de sair de uma vez, por uma thread de cada vez.
    .where = Quais threads escrevem na conexão de um membro, e com quantas chamadas se escreve uma linha?
    .sketch = Monte primeiro a linha inteira, com o nome e o fim de linha. Deixe uma única thread escrever para um membro, e dê a ela linhas inteiras por uma fila; ou segure uma trava desse membro enquanto escreve.
hint-chat-misses-nothing-from-the-welcome-on = Ver quem está, dar as boas-vindas a quem chega e pôr o nome na lista é um passo só, ou são três. Se outra thread se mete entre eles, alguém fica de fora.
    .where = Os lugares em que o seu programa trava a lista de membros: o que acontece entre um e o próximo?
    .sketch = Com a lista travada uma vez só: veja quem está, ponha as boas-vindas na fila de quem chega, ponha `joined` nas dos outros, e ponha quem chega na lista. Antes disso ninguém é membro.
hint-chat-waits-for-nobodys-name = Um cliente conectado ainda não disse nada, e talvez nunca diga. Quem espera pelo nome dele não pode ser quem aceita o próximo.
    .where = `accept`, e a primeira leitura da nova conexão: em que thread estão?
    .sketch = Inicie a thread logo depois do `accept`, e leia o nome dentro dela. Antes disso o cliente não está em lista nenhuma.
hint-chat-is-not-held-up-by-who-does-not-read = Uma escrita espera pelo leitor quando o sistema não tem mais espaço. Quem espera nela não pode ser alguém de quem os outros precisam, nem segurar uma trava; e o que espera no lugar dela, numa fila, tem de ter um fim.
    .where = Cada `write_all` para um membro: quem o chama, e que travas segura nesse momento?
    .sketch = Para cada membro, uma fila e uma thread que escreve o que há nela. Quem tem uma linha põe na fila e segue. Conte os bytes que esperam: acima de um ou dois megabytes, encerre a conexão nas duas direções.
hint-chat-has-room-for-so-many-and-no-more = Quantos há é o número dos que são membros agora. Quem sai, de qualquer modo, devolve o seu lugar, com tudo o que foi aberto e iniciado para ele.
    .where = `--max-clients`, e os lugares em que o seu programa conta para cima: para cada um, onde ele conta para baixo? Que referências ao soquete um `try_clone` deixa abertas?
    .sketch = Não conte: pergunte o tamanho à lista de membros, travada, quando alguém quer entrar. Deixe a thread que escreve terminar quando o seu membro saiu, e com ela a sua metade da conexão.
hint-chat-refuses-what-is-wrong-and-nobody-else = O que um cliente envia pode estar errado de muitas formas, e cada uma é assunto dele: ele é avisado, a conexão dele termina, e os outros continuam. Ver se um nome está livre e pegá-lo é um passo só.
    .where = As regras de nomes e linhas no enunciado; cada `unwrap` e cada `?` sobre o que veio de um cliente; e o que um panic faz com um `Mutex`.
    .sketch = Verifique cada linha quando estiver inteira, e devolva um erro da função que atende esse cliente. Quem a chama escreve `error: ` e o motivo para o cliente. Pergunte se o nome está em uso com a mesma trava com que o põe na lista.
hint-chat-join-prints-and-sends-at-the-same-time = Duas coisas podem vir a qualquer momento, do teclado e do servidor. Um programa que espera por uma delas não vê a outra. E o que os outros dizem é deles, e pode ser feito para atacar um terminal.
    .where = As duas leituras do seu cliente: alguma delas espera pela outra? E o que se imprime de um caractere de controle?
    .sketch = Uma thread que lê o stdin e escreve no soquete, e outra que lê o soquete e imprime. De cada caractere de uma linha que é de controle, imprima o escape.
hint-chat-join-ends-with-its-server-and-reports-what-is-wrong = O fim do que você diz não é o fim do que você ouve: um fechamento parcial termina uma direção. Qual fim veio primeiro diz se tudo correu bem; uma conexão que se rompe não correu. E o que vem antes de um fim, sem fim de linha, também é uma linha.
    .where = `TcpStream::shutdown`, e os dois fins do enunciado: o do stdin, e o do servidor.
    .sketch = No fim do stdin, encerre a escrita e lembre-se disso. Quando o fluxo do servidor terminar, é um sucesso se foi assim; senão, devolva um erro. Olhe a primeira linha antes de imprimi-la.

chat-it-had-no-name = ele não tinha dito nome nenhum

chat-cause-left-by-a-reset = Um saiu com um reset, e ninguém foi avisado. Nesse caso nenhuma leitura devolve 0, e sim um erro; a saída do laço do programa por um erro passa ao largo do que é preciso fazer por quem sai.
chat-cause-drops-what-waits = Um membro tinha terminado o seu lado enquanto havia linhas à espera dele, e perdeu a conexão antes de receber todas. Quem não tem mais nada a dizer ainda recebe o que foi dito antes: a conexão dele é fechada quando tudo isso foi escrito.
chat-cause-waits-for-a-name = Havia alguém conectado que não tinha dito nada, e o próximo não recebeu boas-vindas. Quem lê um nome espera por ele, e ele talvez nunca venha: não pode ser quem deixa os outros entrarem.
chat-cause-counts-who-has-no-name = Havia alguns conectados que não tinham dito nada, e um que disse o seu nome não virou membro, embora houvesse lugar. Ninguém é membro, nem ocupa um lugar, antes de dizer o seu nome.
chat-cause-prints-no-left = Um membro cuja linha estava errada foi posto para fora, e o servidor não imprimiu que ele saiu, como faz com os outros. Ele saiu como qualquer outro.
chat-cause-all-suffer = Um membro enviou uma linha errada, e agora os outros não se ouvem mais. Uma thread que entra em pânico segurando uma trava a estraga para todos; uma que termina por um erro talvez fosse necessária.
chat-cause-missed = Isto foi dito por quem sabia do recém-chegado, e ele não recebeu: foi anunciado, ou recebeu as boas-vindas, antes de estar na lista dos que recebem linhas.
chat-cause-held-up = Enquanto alguém não lia nada, uma linha de um dos outros para o próximo não chegou. Uma escrita para quem não lê espera, e com ela tudo o que espera por essa escrita: o resto de um laço, e quem quer a mesma trava.
chat-cause-counts-lines = Linhas longas esperaram por um membro, e ele ficou; depois vieram linhas curtas, e ele não ficou, embora menos de 1 MiB esperasse. Quanto pode esperar se diz em bytes: uma fila com lugar para um número de linhas tem lugar para poucos bytes quando as linhas são curtas, e para muitos quando são longas.
chat-cause-never-puts-out = Foram ditos muito mais que 8 MiB enquanto este membro não lia nada, e ele ainda é membro. O que espera por ele no programa não tem fim, ou o tem tarde demais, ou é jogado fora.
chat-cause-both-get-it = Quem pede um nome que alguém já tem é recusado; mas dois que o pediram ao mesmo tempo o receberam. Entre ver se está livre e pôr na lista, outra thread teve a vez.
