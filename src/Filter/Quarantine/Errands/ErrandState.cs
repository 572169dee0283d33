namespace MsLite.Filter.Quarantine.Errands;

/// <summary>How far an errand has come.</summary>
public enum ErrandState
{
    /// <summary>Nothing is done yet, and it can be taken back.</summary>
    Waiting,

    /// <summary>Copy after copy; it can be stopped after any.</summary>
    Running,

    /// <summary>Every copy has its result.</summary>
    Done,

    /// <summary>Taken back before it began: nothing was done.</summary>
    Withdrawn,

    /// <summary>Stopped on the way: the copies without a result are as they were.</summary>
    Stopped,
}
