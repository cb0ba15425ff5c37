namespace Sealift.Cli.CommandLine.Completing;

/// <summary>The completion scripts. Each only asks <see cref="CompletionRequest"/> and hands the answer to its shell.</summary>
internal static class ShellScripts
{
    // bash splits words at ':', '=' and '@' too, and replaces only what is after the last of them; so words are joined again, and what
    // is before the last sign is taken off the candidates.
    private const string Bash =
        """
        # bash completion for sealift. Install: eval "$(sealift completion bash)" in ~/.bashrc
        _sealift() {
          local words=() word previous="" i raw="${COMP_WORDS[COMP_CWORD]}"
          for ((i = 1; i <= COMP_CWORD; i++)); do
            word="${COMP_WORDS[i]}"
            if ((${#words[@]} > 0)) && { [[ $word == [:=@]* ]] || [[ $previous == *[:=@] && $i -gt 1 && $joined == 1 ]]; }; then
              words[${#words[@]}-1]+="$word"
            else
              words+=("$word")
            fi
            [[ $word == [:=@]* ]] && local joined=1 || local joined=0
            previous="$word"
          done
          ((${#words[@]} > 0)) || words=("")
          local current="${words[${#words[@]}-1]}"
          [[ $raw == [:=@] ]] && raw=""
          local before="${current%"$raw"}" line text
          COMPREPLY=()
          while IFS= read -r line; do
            text="${line%%$'\t'*}"
            if [[ $text == :files ]]; then
              compopt -o filenames 2>/dev/null
              while IFS= read -r text; do COMPREPLY+=("$text"); done < <(compgen -f -- "$raw")
            else
              [[ $text == *: || $text == *= ]] && compopt -o nospace 2>/dev/null
              COMPREPLY+=("${text#"$before"}")
            fi
          done < <(sealift completion --for "${words[@]/#/=}" 2>/dev/null)
        }
        complete -F _sealift sealift

        """;

    private const string Zsh =
        """
        #compdef sealift
        # zsh completion for sealift. Install: sealift completion zsh > a folder of $fpath, as _sealift
        _sealift() {
          local line text detail
          local -a plain shown joined joinedshown
          local files=0
          while IFS= read -r line; do
            text="${line%%$'\t'*}"
            detail="${line#*$'\t'}"
            if [[ $text == :files ]]; then
              files=1
            elif [[ $text == *: ]]; then
              joined+=("$text"); joinedshown+=("$text  $detail")
            else
              plain+=("$text"); shown+=("$text  $detail")
            fi
          done < <(sealift completion --for "${(@)words[2,CURRENT]/#/=}" 2>/dev/null)
          (( ${#plain} )) && compadd -l -d shown -a plain
          (( ${#joined} )) && compadd -S '' -l -d joinedshown -a joined
          (( files )) && _files
          return 0
        }
        if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
          _sealift "$@"
        else
          compdef _sealift sealift
        fi

        """;

    private const string Fish =
        """
        # fish completion for sealift. Install: sealift completion fish > ~/.config/fish/completions/sealift.fish
        function __sealift_complete
            set -l current (commandline -ct)
            set -l words (commandline -opc)
            set -e words[1]
            for line in (sealift completion --for =$words "=$current" 2>/dev/null)
                if string match -q -- ':files*' $line
                    __fish_complete_path "$current"
                else
                    echo $line
                end
            end
        end
        complete -c sealift -f -a '(__sealift_complete)'

        """;

    private const string PowerShell =
        """
        # PowerShell completion for sealift. Install: sealift completion powershell | Out-String | Invoke-Expression in $PROFILE
        Register-ArgumentCompleter -Native -CommandName sealift -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
                Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text.Trim('"', "'") })
            $words = @($words + "$wordToComplete" | ForEach-Object { "=$_" })
            foreach ($line in @(& sealift completion --for @words 2>$null)) {
                $text, $detail = $line -split "`t", 2
                if ($text -eq ':files') {
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
                } else {
                    if (-not $detail) { $detail = $text }
                    [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $detail)
                }
            }
        }

        """;

    /// <summary>By the shell's name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["powershell"] = PowerShell,
    };
}
