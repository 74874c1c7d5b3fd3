"""x"""
def whole(seconds, seed):
    raise NotImplementedError
