using System.Text;

namespace MsLite.Filter.Policy.Editing;

/// <summary>The shell command that does the same as a change of the policy tree: whoever can type it needs no panel.</summary>
public static class TreeCommand
{
    /// <param name="root">The directory /srv, as it is on disk.</param>
    /// <param name="path">Relative to it.</param>
    public static string Touch(string root, string path) => $"{Parents(root, path)}touch {Quoted(root, path)}";

    public static string MakeDirectory(string root, string path) => $"mkdir -p {Quoted(root, path)}";

    public static string Remove(string root, string path, bool isDirectory = false) => $"rm {(isDirectory ? "-r " : "")}{Quoted(root, path)}";

    /// <summary>Brings a file to say this and nothing else.</summary>
    public static string Write(string root, string path, ReadOnlySpan<byte> bytes) =>
        bytes.Length == 0 ? $"{Parents(root, path)}: > {Quoted(root, path)}" : $"{Parents(root, path)}printf {Format(bytes)} > {Quoted(root, path)}";

    /// <summary>What <see cref="PolicyEditor"/> would do to a file that says <paramref name="present"/>.</summary>
    /// <param name="present">Null when there is no file.</param>
    public static string Put(string root, string path, PolicyContent content, ReadOnlyMemory<byte>? present) =>
        content.IsTouch ? Touch(root, path) : Write(root, path, content.ApplyTo(present is { } bytes ? bytes.Span : []));

    /// <summary>A user's file becomes a directory with one address: what begins with a dot is never looked up.</summary>
    public static string Restrict(string root, string path, string address)
    {
        var slash = path.LastIndexOf('/');
        var aside = $"{path[..slash]}/.{path[(slash + 1)..]}";
        return $"mkdir {Quoted(root, aside)} && touch {Quoted(root, $"{aside}/{address}")} && rm {Quoted(root, path)} && mv {Quoted(root, aside)} {Quoted(root, path)}";
    }

    /// <summary>A word that the shell takes as it is, whatever it holds.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-@+:=,".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Quoted(string root, string path) => Quoted(Path.Combine(root, path));

    /// <summary>The command must also work in a domain that has no such directory yet.</summary>
    private static string Parents(string root, string path) =>
        path.Contains('/', StringComparison.Ordinal) && !Directory.Exists(Path.Combine(root, path[..path.LastIndexOf('/')])) ? $"mkdir -p {Quoted(root, path[..path.LastIndexOf('/')])} && " : "";

    /// <summary>printf's first argument: POSIX has it understand \n and octal numbers, and % stands for itself when doubled.</summary>
    private static string Format(ReadOnlySpan<byte> bytes)
    {
        var isText = System.Text.Unicode.Utf8.IsValid(bytes);
        var text = new StringBuilder("'");
        foreach (var rune in (isText ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes).EnumerateRunes())
        {
            text.Append(rune.Value switch
            {
                '\n' => "\\n",
                '\\' => "\\\\",
                '%' => "%%",
                // At the very beginning it would be taken for an option.
                '-' when text.Length == 1 => "\\055",
                '\'' => "'\\''",
                < ' ' or 127 => Octal(rune.Value),
                >= 128 when !isText => Octal(rune.Value),
                _ => rune.ToString(),
            });
        }

        return text.Append('\'').ToString();
    }

    private static string Octal(int value) => $"\\{Convert.ToString(value, 8).PadLeft(3, '0')}";
}
