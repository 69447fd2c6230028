# O que `cargo lab` diz, em português do Brasil.

## Pontos e estados

course = Sockets, com nota
points = { $earned } de { $points } pontos
total = Ao todo: { $earned } de { $points } pontos
not-begun = ainda não escrito
not-graded = ainda sem nota
not-written = { $file } ainda não foi escrito
changed-since = mudou desde a última correção
does-not-compile = O programa não compila. O compilador diz:
task-sheet = O enunciado: { $file }
all-done = Todas as lições estão com a nota máxima.
next-begin = A seguir: leia { $sheet } e escreva { $file }. Depois:
next-grade = A seguir: veja o que { $lesson } já vale:
next-go-on = A seguir: continue com { $lesson }:

## Uma verificação que falhou

what-happened = o que aconteceu:
events-skipped = … { $count ->
    [one] mais 1 evento
   *[other] mais { $count } eventos
} …
printed-on-stderr = `{ $program }` escreveu em stderr:
hint = dica:

## Verbos

which-lesson = qual lição? Há { $all }
reset-nothing = { $file } já é o arquivo inicial.
reset-kept = O que você escreveu está guardado em { $file }.
reset-done = { $file } voltou a ser o arquivo inicial.
solution-later = O programa de referência é para quem tem a nota máxima em { $lesson }. Para vê-lo agora: cargo lab solution { $lesson } --anyway
solution-differs = De { $theirs } a { $ours }:
hint-not-needed = Todas as verificações de { $lesson } passam: não há o que explicar.
hint-more = Para a próxima dica: { $command }
hint-last = Não há mais dicas para esta verificação.
hint-others = { $count ->
    [one] Outra verificação falha
   *[other] Outras { $count } verificações falham
}: cargo lab hint { $lesson } VERIFICAÇÃO

watch-keys = q sair · r corrigir de novo · h dica · n próxima lição
watch-watches = de olho em { $file }
watch-runs = corrigindo { $lesson } …

## Enquanto se espera

built = compilado: { $name }
checked = verificado: { $name }

## Erros

error = erro:
no-such-lesson = não existe a lição { $name }: as lições são { $all }
no-such-lesson-but = não existe a lição { $name }: você quis dizer { $nearest }?
no-such-check = não existe a verificação { $name }: `cargo lab grade LIÇÃO` mostra os nomes de todas
no-such-check-but = não existe a verificação { $name }: você quis dizer { $nearest }?
progress-not-saved = Não foi possível guardar os seus pontos: { $why }

## Ajuda

help-usage = Uso:
help-verbs = Verbos
help-verb = VERBO
help-arguments = Argumentos
help-options = Opções
help-examples = Exemplos:
help-lab = O curso num relance, ou a lição em cuja pasta você está
    .lang = O idioma a usar: en ou pt-BR (também LAB_LANG)
    .help = Mostra o que há para saber sobre isto
    .examples =
        {"  "}cargo lab                          onde você está e o que vem a seguir
        {"  "}cargo lab grade                    corrige todas as lições, ou aquela em cuja pasta você está
        {"  "}cargo lab grade --help             mais sobre um verbo
help-list = Lista as lições e os seus pontos
    .examples =
        {"  "}cargo lab list
help-grade = Corrige os seus programas e diz por que uma verificação falhou
    .lessons = As lições a corrigir; sem nenhuma, aquela em cuja pasta você está, ou todas
    .checks = Só a verificação com este nome; pode ser repetido
    .solutions = Corrige os programas do próprio curso em vez dos seus
    .examples =
        {"  "}cargo lab grade
        {"  "}cargo lab grade tcp-server udp-server
        {"  "}cargo lab grade tcp-server --check echoes_a_megabyte
help-watch = Corrige uma lição cada vez que você salva, e mostra a primeira verificação que falha
    .lesson = A lição; sem ela, aquela em cuja pasta você está, ou a primeira que não está pronta
    .advance = Passa à próxima lição quando esta tem a nota máxima
    .examples =
        {"  "}cargo lab watch
        {"  "}cargo lab watch tcp-server --advance
help-hint = Dá uma dica para o que falha agora; pedida de novo, a seguinte
    .lesson = A lição; sem ela, aquela em cuja pasta você está, ou a primeira que não está pronta
    .check = A verificação; sem ela, a primeira que falha
    .examples =
        {"  "}cargo lab hint
        {"  "}cargo lab hint tcp-server
        {"  "}cargo lab hint tcp-server echoes_a_megabyte
help-run = Executa o seu programa, para testá-lo à mão
    .lesson = A lição; sem ela, aquela em cuja pasta você está
    .arguments = O que o seu programa recebe
    .examples =
        {"  "}cargo lab run tcp-server
        {"  "}cargo lab run tcp-client -- --port 5000 "Bom dia"
help-reset = Traz de volta o arquivo inicial; o que você escreveu fica guardado ao lado
    .lesson = A lição; sem ela, aquela em cuja pasta você está
    .examples =
        {"  "}cargo lab reset tcp-server
help-solution = Mostra o programa de referência, e em que ele difere do seu, quando você tem a nota máxima
    .lesson = A lição; sem ela, aquela em cuja pasta você está
    .anyway = Mostra antes disso
    .examples =
        {"  "}cargo lab solution tcp-server
        {"  "}cargo lab solution tcp-server --anyway
help-completions = Mostra o que o seu shell precisa para completar a linha de comando
    .shell = O shell: bash, elvish, fish, powershell ou zsh
    .examples =
        {"  "}alias lab="cargo lab"
        {"  "}source <(cargo lab completions bash)
