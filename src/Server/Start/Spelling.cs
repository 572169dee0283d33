namespace MsLite.Web.Start;

/// <summary>Guesses which known word somebody meant.</summary>
internal static class Spelling
{
    /// <summary>The nearest known word, when it is near enough that the guess helps; otherwise null.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var best = known.Select(candidate => (Candidate: candidate, Distance: Distance(word, candidate))).MinBy(pair => pair.Distance);
        return best.Candidate is not null && best.Distance <= Math.Max(2, word.Length / 3) ? best.Candidate : null;
    }

    /// <summary>Levenshtein's distance, upper and lower case alike.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[^1];
    }
}
