namespace MsLite.Filter.Quarantine.Search;

/// <summary>How one kind of database finds words: what differs between SQLite and PostgreSQL, and nothing else.</summary>
internal interface IWordIndex
{
    /// <summary>Adds the words of the row whose columns are the parameters.</summary>
    string Insert { get; }

    /// <summary>Removes the words of one row; its key is the parameter <c>key</c>.</summary>
    string Delete { get; }

    /// <summary>What stands behind FROM, and the conditions that come before those both databases share. Null when nothing can match.</summary>
    SearchPlan? Plan(QuarantineQuestion question);
}
