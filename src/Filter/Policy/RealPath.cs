namespace MsLite.Filter.Policy;

/// <summary>Where a path leads once every symbolic link on its way has been followed.</summary>
internal static class RealPath
{
    /// <summary>Linux's own bound (MAXSYMLINKS): beyond it links go round in a circle.</summary>
    private const int MaxLinks = 40;

    /// <summary>The absolute path without links, or null when links go round in a circle. Whether anything is there is not said.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public static string? Resolve(string path)
    {
        try
        {
            return Walk(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Whether <paramref name="real"/>, a path without links, lies below <paramref name="root"/>, another one.</summary>
    public static bool IsBelow(string real, string root) =>
        root == "/" || (real.StartsWith(root, StringComparison.Ordinal) && real.Length > root.Length && real[root.Length] == '/');

    private static string? Walk(string path)
    {
        var pending = new Stack<string>();
        Push(pending, Path.GetFullPath(path));
        var real = "";
        var links = 0;
        while (pending.TryPop(out var name))
        {
            if (name == "..")
            {
                real = real[..Math.Max(real.LastIndexOf('/'), 0)];
                continue;
            }

            var next = $"{real}/{name}";
            var target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            real = target.StartsWith('/') ? "" : real;
            Push(pending, target);
        }

        return real.Length == 0 ? "/" : real;
    }

    private static void Push(Stack<string> pending, string path)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = names.Length - 1; i >= 0; i--)
        {
            if (names[i] != ".")
            {
                pending.Push(names[i]);
            }
        }
    }
}
