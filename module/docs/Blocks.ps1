# Markdown, as PowerShell itself parses it, as one list of blocks: what a console can show, and nothing else.

# The text of a line; the address of a link to elsewhere follows it, since no console can follow the link itself.
function Get-Text ($Inline) {
    $text = foreach ($part in $Inline) {
        switch ($part.GetType().Name) {
            LiteralInline { "$($part.Content)" }
            CodeInline { $part.Content }
            LineBreakInline { ' ' }
            EmphasisInline { Get-Text $part }
            LinkInline {
                if ($part.IsImage) { throw 'a picture cannot be shown in a console' }
                $shown = Get-Text $part
                if ($part.Url -like 'https://*' -and $part.Url -ne $shown) { "$shown ($($part.Url))" } else { $shown }
            }
            default { throw "$_ cannot be shown in a console" }
        }
    }
    -join $text
}

# Its kind is 1 to 6 for a heading, Text, Link for a paragraph that is one link, Item, Code, or the language of code.
function New-Block ([string] $Kind, [string] $Text, $Link) {
    [pscustomobject]@{ Kind = $Kind; Text = $Text; Link = $Link; Heading = $heading }
}

# The blocks, each with the heading that it is under.
function Get-Block ([string] $Markdown) {
    $heading = 'the beginning'
    foreach ($block in (ConvertFrom-Markdown -InputObject $Markdown).Tokens) {
        try {
            switch ($block.GetType().Name) {
                HeadingBlock {
                    $heading = "$('#' * $block.Level) $(Get-Text $block.Inline)"
                    New-Block $block.Level (Get-Text $block.Inline)
                }
                ParagraphBlock {
                    $link = @($block.Inline)[0]
                    if (@($block.Inline).Count -ne 1 -or $link.GetType().Name -ne 'LinkInline') {
                        New-Block Text (Get-Text $block.Inline)
                    } else { New-Block Link (Get-Text $block.Inline) @{ Text = Get-Text $link; Url = $link.Url } }
                }
                ListBlock {
                    if ($block.IsOrdered -or ($block | Where-Object Count -NE 1)) { throw 'only plain lists can be shown' }
                    foreach ($item in $block) { New-Block Item (Get-Text $item[0].Inline) }
                }
                FencedCodeBlock { New-Block $(if ($block.Info) { $block.Info } else { 'Code' }) $block.Lines.ToString().TrimEnd() }
                LinkReferenceDefinitionGroup { }
                default { throw "$_ cannot be shown in a console" }
            }
        } catch { throw "${heading}: $_" }
    }
}

# The sections that headings of a level begin: Title and Body.
function Split-Section ($Blocks, [string] $Level) {
    $sections = @()
    foreach ($block in $Blocks) {
        if ($block.Kind -eq $Level) {
            $sections += [pscustomobject]@{ Title = $block.Text; Body = [Collections.Generic.List[object]]::new() }
        } elseif ($sections) { $sections[-1].Body.Add($block) }
    }
    $sections
}

# The prose among blocks, a paragraph each.
function Get-Prose ($Body) {
    foreach ($block in $Body) {
        if ($block.Kind -in 'Text', 'Link') { $block.Text } elseif ($block.Kind -eq 'Item') { "- $($block.Text)" }
    }
}
